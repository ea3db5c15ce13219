"""Official forms of which no real file is at hand, in their documented columns, as made-up files of a few lines."""

# ruff: noqa: E501 - the official headers are as long as they are

import io
import zipfile
from datetime import date

import polars as pl
import pytest

from detente.errors import DetenteError
from detente.sources import import_file, load, present
from detente.sources.families import FORMS, MADE_UP, PARTLY_MADE_UP, described


def rows(store, name, *columns):
    return load(store, name, columns).rows()


def test_atop(store, write):
    path = write(
        "atop5_1ddyr.csv",
        """
        ddyad,stateA,stateB,year,atopally,defense,offense,neutral,nonagg,consul,shareob,bilatno,multino,number,version
        2000365,2,365,1943,1,1,1,0,0,1,1,1,0,1,5.1
        365000710,365,710,2001,1,0,0,1,1,1,1,1,0,1,5.1
        """,
    )
    (done,) = import_file(store, "atop", path)
    assert (done.version, done.rows) == ("5.1", 2)
    columns = ("ccode1", "ccode2", "year", "atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul")
    assert rows(store, "atop", *columns) == [(2, 365, 1943, 1, 1, 0, 0, 1), (365, 710, 2001, 0, 0, 1, 1, 1)]


def test_cow_alliances_from_a_file(store, write):
    path = write(
        "alliance_v4.1_by_directed_yearly.csv",
        """
        version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,dyad_end_month,dyad_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,year,version
        210,365,Russia,710,China,14,2,1950,11,4,1980,0,0,1,0,1,1,1951,4.1
        """,
    )
    (done,) = import_file(store, "cow-alliances", path)
    assert done.version == "4.1"
    assert rows(store, "cow-alliances") == [(365, 710, 1951, 210, 1, 0, 1, 1)]


def test_contiguity_spells_are_turned_round(store, write):
    path = write(
        "contdir.csv",
        """
        dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version
        2020,2,"USA",20,"CAN",1,192001,201612,"a note, with a comma",3.2
        """,
    )
    (done,) = import_file(store, "contiguity", path)
    assert (done.rows, done.version) == (2, "3.2")
    assert rows(store, "contiguity") == [
        (2, 20, 1, date(1920, 1, 1), date(2016, 12, 1)), (20, 2, 1, date(1920, 1, 1), date(2016, 12, 1)),
    ]  # fmt: skip


MIDA = """
    dispnum,stday,stmon,styear,endday,endmon,endyear,outcome,settle,fatality,fatalpre,maxdur,mindur,hiact,hostlev,recip,numa,numb,ongo2014,version
    2,-9,7,1902,24,1,1903,6,1,-9,-9,208,178,7,3,0,1,1,0,5
    """
MIDB = """
    dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,fatalpre,hiact,hostlev,orig,version
    2,"USA",2,-9,7,1902,24,1,1903,1,1,1,-9,0,-9,7,3,1,5
    2,"UKG",200,-9,7,1902,24,1,1903,0,0,-9,-9,-9,0,0,1,1,5
    2,"GMY",255,1,1,1903,24,1,1903,0,0,-9,-9,0,0,0,1,0,5
    """


def test_disputes_from_the_projects_archive(store, write, tmp_path):
    archive = tmp_path / "MID-5-Data-and-Supporting-Materials.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.write(write("a.csv", MIDA), "MID-5/MIDA 5.0.csv")
        out.write(write("b.csv", MIDB), "MID-5/MIDB 5.0.csv")
        out.writestr("MID-5/Codebook.pdf", b"%PDF")
        out.writestr("__MACOSX/MID-5/._MIDA 5.0.csv", b"\0\1")
    assert [one.name for one in import_file(store, "cow-mids", archive)] == ["cow-mids", "cow-mid-participants"]
    import_file(store, "cow-mid-disputes", archive)
    key = ("ccode1", "ccode2", "year", "disponset", "sidea1", "fatality1", "fatality2", "fatalpre1", "hostlev2")
    assert rows(store, "cow-mids", *key) == [
        (2, 200, 1902, 1, 1, 0, None, None, 1),
        (2, 200, 1903, 0, 1, 0, None, None, 1),
        (2, 255, 1903, 1, 1, 0, 0, None, 1),
        (200, 2, 1902, 1, 0, None, 0, 0, 3),
        (200, 2, 1903, 0, 0, None, 0, 0, 3),
        (255, 2, 1903, 1, 0, 0, 0, 0, 3),
    ]
    assert rows(store, "cow-mid-disputes", "styear", "stmon", "endyear", "fatality", "mindur") == [
        (1902, 7, 1903, None, 178)
    ]
    assert rows(store, "cow-mid-participants", "ccode", "stday", "endday")[0] == (2, None, 24)


def test_disputes_of_gibler_miller_and_little(store, write):
    import_file(store, "gml-mid-disputes", write("gml-mida-2.2.1.csv", MIDA.replace("ongo2014", "ongo2010")))
    assert rows(store, "gml-mid-disputes", "dispnum", "hostlev") == [(2, 3)]


def test_trade_is_turned_round_and_keeps_its_decimals(store, write):
    path = write(
        "Dyadic_COW_4.0.csv",
        """
        ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2,smoothtotrade,spike1,spike2,dip1,dip2,trdspike,tradedip,bel_lux_alt_flow1,bel_lux_alt_flow2,china_alt_flow1,china_alt_flow2,source1,source2,version
        365,710,2001,Russia,China,1661.25,7958.5,1661.25,7958.5,9619.75,0,0,0,0,0,0,-9,-9,-9,-9,1,1,4
        365,710,1871,Russia,China,-9,-9,-9,-9,-9,0,0,0,0,0,0,-9,-9,-9,-9,-9,-9,4
        365,710,1990,Russia,China,-9,12.5,-9,12.5,-9,0,0,0,0,0,0,-9,-9,-9,-9,1,1,4
        """,
    )
    import_file(store, "cow-trade", path)
    assert sorted(rows(store, "cow-trade", "ccode1", "ccode2", "year", "flow1", "flow2")) == [
        (365, 710, 1990, None, 12.5), (365, 710, 2001, 1661.25, 7958.5),
        (710, 365, 1990, 12.5, None), (710, 365, 2001, 7958.5, 1661.25),
    ]  # fmt: skip
    national = write(
        "National_COW_4.0.csv",
        """
        ccode,statename,stateabb,year,imports,exports,alt_imports,alt_exports,source1,source2,version
        2,United States of America,USA,1870,450.0,-9,-9,-9,1,1,4
        """,
    )
    import_file(store, "cow-trade-national", national)
    assert rows(store, "cow-trade-national") == [(2, 1870, 450.0, None)]


def test_capabilities_from_an_archive_in_an_archive(store, tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("NMC-70-abridged.csv", "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\r\n"
                     "CHN,710,2022,-9,2035,1018000,4000000,1412175.5,800000,.2293,7\r\n")  # fmt: skip
    archive = tmp_path / "NMCv7.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("NMCv7/NMC-v7-abridged.zip", inner.getvalue())
    (done,) = import_file(store, "nmc", archive)
    assert done.version == "7.0"
    assert rows(store, "nmc") == [(710, 2022, None, 2035, 1018000, 4000000, 1412175.5, 800000.0, 0.2293)]


def test_gleditsch_and_ward_in_two_files(store, write):
    states = write("ksgmdw.txt", "id\tabb\tname\tfrom\tto\n2\tUSA\tUnited States of America\t01/01/1816\t31/12/2020\n"
                   "437\tCDI\tCote D'Ivoire\t07/08/1960\t31/12/2020\n")  # fmt: skip
    small = write(
        "microstates.txt", "31\tBHM\tBahamas\t10:07:1973\t31:12:2020\n232\tAND\tAndorra\t01:01:1816\t31:12:2020\n"
    )
    import_file(store, "gw-states", states)
    import_file(store, "gw-states", small)
    assert rows(store, "gw-states", "gwcode", "microstate", "start", "end") == [
        (2, 0, date(1816, 1, 1), date(2020, 12, 31)), (437, 0, date(1960, 8, 7), date(2020, 12, 31)),
        (31, 1, date(1973, 7, 10), date(2020, 12, 31)), (232, 1, date(1816, 1, 1), date(2020, 12, 31)),
    ]  # fmt: skip


def test_leaders(store, write):
    path = write("1March_Archigos_4.1.txt",
        "obsid\tleadid\tccode\tidacr\tleader\tstartdate\teindate\tenddate\teoutdate\tentry\texit\texitcode\tgender\tyrborn\n"
        "USA-1869\t81dcc176\t2\tUSA\tGrant\t1869-03-04\t\t1877-03-04\t\tRegular\tRegular\tRegular\tM\t1822\n"
        "XXX-1900\t81dcc177\t3\tXXX\tPérez\t1900-01-01\t\t1901-01-01\t\tRegular\tRegular\tRegular\tM\t-999\n",
        encoding="latin-1")  # fmt: skip
    (done,) = import_file(store, "archigos", path)
    assert done.version == "4.1"
    assert rows(store, "archigos", "gwcode", "leader", "yrborn", "startdate") == [
        (2, "Grant", 1822, date(1869, 3, 4)), (3, "Pérez", None, date(1900, 1, 1)),
    ]  # fmt: skip


def test_polity(store, write):
    path = write(
        "p5v2018.csv",
        """
        p5,cyear,ccode,scode,country,year,flag,fragment,democ,autoc,polity,polity2
        0,21949,2,USA,United States,1949,0,,10,0,10,10
        0,7001979,700,AFG,Afghanistan,1979,0,,-66,-66,-66,
        """,
    )
    import_file(store, "polity", path)
    assert rows(store, "polity") == [(2, 1949, 10, 10, None), (700, 1979, None, None, -66)]


def test_conflicts_with_several_states_a_side(store, write):
    path = write(
        "ucdp-prio-acd-251.csv",
        """
        conflict_id,location,side_a,side_a_id,side_a_2nd,side_b,side_b_id,side_b_2nd,incompatibility,territory_name,year,intensity_level,cumulative_intensity,type_of_conflict,start_date,start_prec,start_date2,start_prec2,ep_end,ep_end_date,ep_end_prec,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,gwno_loc,region,version
        420,"Iraq, Kuwait","Government of Australia, Government of United States",1,,Government of Iraq,2,,2,,2003,2,1,2,2003-03-20,1,2003-03-20,1,1,2003-04-09,1,"2, 900",200,645,,645,2,25.1
        333,Afghanistan,Government of Afghanistan,3,,Taleban,4,,2,,2004,1,1,3,1978-04-27,1,1978-04-27,1,0,,,700,,,,700,3,25.1
        """,
    )
    (done,) = import_file(store, "ucdp-acd", path)
    assert (done.version, done.rows) == ("25.1", 3)
    columns = ("conflict_id", "gwno_a", "gwno_a_2nd", "gwno_b", "incompatibility", "type_of_conflict", "ep_end_date")
    assert sorted(rows(store, "ucdp-acd", *columns), key=str) == [
        (333, 700, None, None, "government", "intrastate", None),
        (420, 2, 200, 645, "government", "interstate", date(2003, 4, 9)),
        (420, 900, 200, 645, "government", "interstate", date(2003, 4, 9)),
    ]


def test_votes_of_the_un_library(store, write):
    path = write(
        "2025_9_19_ga_voting.csv",
        """
        undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,agenda_title,subjects,vote_note,total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link
        4025240,CHN,CHINA,Y,2023-10-27,ES-10,A/RES/ES-10/21,A/ES-10/L.25,,A/ES-10/PV.41,"Protection of civilians, a title",Illegal actions,,,121,14,44,14,193,https://digitallibrary.un.org/record/4025240
        4025240,USA,UNITED STATES,N,2023-10-27,ES-10,A/RES/ES-10/21,A/ES-10/L.25,,A/ES-10/PV.41,"Protection of civilians, a title",Illegal actions,,,121,14,44,14,193,https://digitallibrary.un.org/record/4025240
        4025240,IND,INDIA,A,2023-10-27,ES-10,A/RES/ES-10/21,A/ES-10/L.25,,A/ES-10/PV.41,"Protection of civilians, a title",Illegal actions,,,121,14,44,14,193,https://digitallibrary.un.org/record/4025240
        4025240,VEN,VENEZUELA,X,2023-10-27,ES-10,A/RES/ES-10/21,A/ES-10/L.25,,A/ES-10/PV.41,"Protection of civilians, a title",Illegal actions,,,121,14,44,14,193,https://digitallibrary.un.org/record/4025240
        """,
    )
    done = import_file(store, "unga-votes", path)
    assert [(one.name, one.rows, one.version) for one in done] == [
        ("unga-votes", 3, "2025-09-19"), ("unga-roll-calls", 1, "2025-09-19"),
    ]  # fmt: skip
    assert rows(store, "unga-votes") == [
        (4025240, "CHINA", "CN", 710, "yes"), (4025240, "UNITED STATES", "US", 2, "no"),
        (4025240, "INDIA", "IN", 750, "abstain"),
    ]  # fmt: skip
    assert rows(store, "unga-roll-calls", "rcid", "session", "date", "unres", "descr") == [
        (4025240, "ES-10", date(2023, 10, 27), "A/RES/ES-10/21", "Protection of civilians, a title")
    ]


def test_votes_of_voeten_as_text(store, write):
    path = write(
        "UNVotes.csv",
        """
        "",rcid,ccode,member,vote,Country,Countryname,year,session,abstain,yes,no,importantvote,date,unres,amend,para,short,descr,me,nu,di,hr,co,ec
        "1",3,2,1,1,"USA","United States of America",1946,1,4,29,18,0,"1946-01-01","R/1/66",1,0,"AMENDMENTS","TO ADOPT",0,0,0,0,0,0
        "2",3,710,1,8,"CHN","China",1946,1,4,29,18,0,"1946-01-01","R/1/66",1,0,"AMENDMENTS","TO ADOPT",0,0,0,0,0,0
        "3",77,365,1,3,"RUS","Russia",1946,1,4,29,18,NA,"1946-02-01","R/1/77",NA,NA,"PALESTINE","TO ASK",1,0,0,1,0,0
        """,
    )
    import_file(store, "unga-votes", path)
    assert rows(store, "unga-votes", "rcid", "ccode", "country", "vote") == [
        (3, 2, "United States of America", "yes"), (77, 365, "Russia", "no"),
    ]  # fmt: skip
    assert sorted(rows(store, "unga-issues")) == [(77, "hr", "Human rights"), (77, "me", "Palestinian conflict")]
    assert rows(store, "unga-roll-calls", "rcid", "importantvote", "amend") == [(3, 0, 1), (77, None, None)]


def test_memberships_in_capital_letters(store, write):
    path = write(
        "state_year_formatv3.csv",
        """
        ccode,year,state,AAAID,AALCO,UN
        2,2014,usa,0,3,1
        710,2014,china,-1,-9,1
        """,
    )
    import_file(store, "igo", path)
    assert sorted(rows(store, "igo"), key=str) == [
        (2, 2014, "aalco", 3), (2, 2014, "un", 1), (710, 2014, "aalco", None), (710, 2014, "un", 1),
    ]  # fmt: skip


def test_shared_memberships_are_counted(store, write):
    path = write(
        "dyadic_formatv3.csv",
        """
        dyadid,ccode1,country1,ccode2,country2,year,AAAID,AALCO,UN,WTO
        365710,365,russia,710,china,2014,0,-9,1,1
        2365,2,usa,365,russia,1950,-1,0,1,0
        """,
    )
    import_file(store, "igo-dyads", path)
    assert rows(store, "igo-dyads") == [(365, 710, 2014, 2), (2, 365, 1950, 1)]


def test_the_banks_download(store, tmp_path):
    archive = tmp_path / "API_NY.GDP.MKTP.CD_DS2_en_csv_v2.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("Metadata_Country_API.csv", '"Country Code","Region","IncomeGroup"\n"CHN","East Asia","Upper"\n')
        out.writestr("API_NY.GDP.MKTP.CD_DS2_en_csv_v2.csv", '\ufeff"Data Source","World Development Indicators",\n\n'
            '"Last Updated Date","2025-07-01",\n\n"Country Name","Country Code","Indicator Name","Indicator Code","2019","2020",\n'
            '"China","CHN","GDP (current US$)","NY.GDP.MKTP.CD","14279968506265.8","",\n'
            '"World","WLD","GDP (current US$)","NY.GDP.MKTP.CD","","8.5e13",\n')  # fmt: skip
    (done,) = import_file(store, "wdi", archive)
    assert "WLD" in done.notes[0]
    assert sorted(rows(store, "wdi"), key=str) == [
        ("CHN", "China", "NY.GDP.MKTP.CD", 2019, 14279968506265.8, 710),
        ("WLD", "World", "NY.GDP.MKTP.CD", 2020, 8.5e13, None),
    ]
    long = tmp_path / "values.csv"
    long.write_text("Country Name,Country Code,Year,Value\nChina,CHN,2019,1\n")
    with pytest.raises(DetenteError, match="which indicator it holds"):
        import_file(store, "wdi", long)
    assert load(store, "wdi").height == 2


def test_arms_transfers(store, write):
    head = "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production"
    path = write("trade-register.csv", "\n".join(
        ["SIPRI Arms Transfers Database", "Information generated on 1 September 2025", "", head,
         "12345,Russia,China,S-400,SAM system,Air defence systems,2014,Yes,2,No,2018,No,New,60,60,120.5,No",
         "12346,Soviet Union,China,Su-27,FGA aircraft,Aircraft,1990,No,20,Yes,1991,No,New,25,25,500,No",
         "12347,Unknown supplier(s),Hamas (Palestine)*,Rocket,,Missiles,2010,Yes,,No,2010,Yes,New,0.1,0.1,1,No"]))  # fmt: skip
    (done,) = import_file(store, "sipri-arms", path)
    assert done.rows == 3
    columns = ("ccode1", "ccode2", "iso3c1", "order_year", "order_estimated", "delivered", "delivery_year", "tiv")
    assert rows(store, "sipri-arms", *columns) == [
        (365, 710, "RUS", 2014, True, 2.0, 2018, 120.5), (365, 710, "RUS", 1990, False, 20.0, 1991, 500.0),
        (None, None, None, 2010, True, None, 2010, 1.0),
    ]  # fmt: skip
    assert any("Unknown supplier(s)" in note for note in done.notes)


def test_comtrade(store, write):
    head = "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,flowDesc,partnerCode,partnerISO,partnerDesc,classificationCode,cmdCode,cmdDesc,qty,netWgt,cifvalue,fobvalue,primaryValue"
    first = write(
        "TradeData_1.csv",
        f"""
        {head}
        C,A,20230101,2023,52,2023,156,CHN,China,M,Import,643,RUS,Russian Federation,H6,TOTAL,All Commodities,0,0,129139000000,,129139000000
        C,A,20230101,2023,52,2023,156,CHN,China,X,Export,0,W00,World,H6,TOTAL,All Commodities,0,0,,3.38e12,3.38e12
        """,
    )
    import_file(store, "comtrade", first)
    columns = ("year", "iso3c1", "iso3c2", "ccode1", "ccode2", "flow", "commodity", "value")
    assert rows(store, "comtrade", *columns) == [
        (2023, "CHN", "RUS", 710, 365, "M", "TOTAL", 129139000000.0),
        (2023, "CHN", "W00", 710, None, "X", "TOTAL", 3.38e12),
    ]
    second = write(
        "TradeData_2.csv",
        f"""
        {head}
        C,A,20220101,2022,52,2022,156,CHN,China,M,Import,643,RUS,Russian Federation,H6,TOTAL,All Commodities,0,0,1,,112000000000
        """,
    )
    import_file(store, "comtrade", second)
    assert load(store, "comtrade")["year"].to_list() == [2023, 2023, 2022]
    corrected = first.read_text().replace("129139000000", "129140000000")
    import_file(store, "comtrade", write("TradeData_3.csv", corrected))  # takes the place of China 2023 only
    assert sorted(load(store, "comtrade")["value"]) == [112000000000.0, 129140000000.0, 3.38e12]
    assert [one.rows for one in present(store)["comtrade"]] == [1, 2]


def test_direction_of_trade_in_both_layouts(store, write):
    wide = write(
        "DOT_timeSeries.csv",
        """
        "Country Name","Country Code","Indicator Name","Indicator Code","Counterpart Country Name","Counterpart Country Code","Attribute","1990","1990M1","2001",
        "China, P.R.: Mainland","924","Goods, Value of Exports","TXG_FOB_USD","Russian Federation","922","Value","","12","2711000000",
        "China, P.R.: Mainland","924","Goods, Value of Exports","TXG_FOB_USD","Russian Federation","922","Status","","","E",
        "China, P.R.: Mainland","924","Goods, Value of Trade Balance","TBG_USD","World","001","Value","1","","2",
        """,
    )
    import_file(store, "imf-dots", wide)
    columns = ("iso3c1", "iso3c2", "ccode1", "ccode2", "indicator", "year", "value")
    assert rows(store, "imf-dots", *columns) == [("CHN", "RUS", 710, 365, "TXG_FOB_USD", 2001, 2711000000.0)]
    panel = write(
        "DOT_panel.csv",
        """
        "Country Name","Country Code","Counterpart Country Name","Counterpart Country Code","Time Period","Goods, Value of Exports, Free on board (FOB), US Dollars (TXG_FOB_USD)","Goods, Value of Imports, Cost, Insurance, Freight (CIF), US Dollars (TMG_CIF_USD)"
        "Korea, Rep. of",542,"China, P.R.: Mainland",924,2001,18190000000,13303000000
        "Korea, Rep. of",542,"China, P.R.: Mainland",924,2001M1,1,1
        """,
    )
    import_file(store, "imf-dots", panel)
    assert sorted(rows(store, "imf-dots", *columns))[1:] == [
        ("KOR", "CHN", 732, 710, "TMG_CIF_USD", 2001, 13303000000.0),
        ("KOR", "CHN", 732, 710, "TXG_FOB_USD", 2001, 18190000000.0),
    ]


def test_visits_of_any_maker_of_xml(store, write):
    import_file(store, "visits", write("1990.xml", """
        <?xml version="1.0" encoding="UTF-8"?>
        <visits>
        <visit><id>1</id><start-date>1991-06-18</start-date><end-date>1991-06-21</end-date>
        <visitor>President-elect Yeltsin</visitor><from id="russia">Russia</from><description>Met with
        the President.</description></visit>
        <visit><id>2</id><start-date>1994-05-01</start-date><end-date></end-date>
        <visitor>Somebody</visitor><from id="atlantis">Atlantis</from><description/></visit>
        </visits>
        """))  # fmt: skip
    assert rows(store, "visits", "id", "iso3c", "ccode", "start", "end", "purpose", "file") == [
        (1, "RUS", 365, date(1991, 6, 18), date(1991, 6, 21), "Met with the President.", "1990.xml"),
        (2, None, None, date(1994, 5, 1), None, None, "1990.xml"),
    ]


def test_stata_files_are_read(store, tmp_path):
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame(
        {
            "stateA": [2],
            "stateB": [365],
            "year": [1943],
            "defense": [1],
            "offense": [1],
            "neutral": [0],
            "nonagg": [0],
            "consul": [1],
        }
    )
    frame.to_stata(tmp_path / "atop5_1ddyr.dta", write_index=False)
    (done,) = import_file(store, "atop", tmp_path / "atop5_1ddyr.dta")
    assert done.version == "5.1"
    assert isinstance(load(store, "atop"), pl.DataFrame)
    assert rows(store, "atop") == [(2, 365, 1943, 1, 1, 0, 0, 1)]


def test_what_was_tested_on_made_up_files_is_said():
    names = {form.name for form in FORMS}
    assert names >= MADE_UP
    assert names >= set(PARTLY_MADE_UP)
    assert not MADE_UP & set(PARTLY_MADE_UP)
    said = {described(form) for form in FORMS}
    assert "official CSV (National_COW_4.0.csv) or tidy extract; tested the official CSV on a made-up file" in said
    assert "official CSV (states2016.csv)" in said
