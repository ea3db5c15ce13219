"""Votes in the General Assembly of the United Nations, and ideal points made of them."""

from detente.sources.forms import Select, Sql, form, tidy
from detente.sources.names import States

WORDS = "CASE {0} WHEN '1' THEN 'yes' WHEN '2' THEN 'abstain' WHEN '3' THEN 'no' END"
LETTERS = "CASE upper(as_text(ms_vote)) WHEN 'Y' THEN 'yes' WHEN 'A' THEN 'abstain' WHEN 'N' THEN 'no' END"
#: 12/3/1984 or 1984-12-03.
DAY = "CAST(coalesce(try_strptime(as_text(date), '%m/%d/%Y'), try_strptime(as_text(date), '%Y-%m-%d')) AS DATE)"
#: One file has a stray quotation mark behind a flag.
FLAG = "rtrim(as_text({0}), '\"') = '1'"
ISSUES = {
    "me": "Palestinian conflict",
    "nu": "Nuclear weapons and nuclear material",
    "di": "Arms control and disarmament",
    "hr": "Human rights",
    "co": "Colonialism",
    "ec": "Economic development",
}

_ONE_ROLL_CALL = (
    "(SELECT * FROM sheet QUALIFY row_number() OVER (PARTITION BY {0} ORDER BY {1}) = 1 ORDER BY CAST({0} AS INTEGER))"
)
_FLAGS = ", ".join(
    f"CASE WHEN {FLAG.format(flag)} THEN {{'short_name': '{flag}', 'issue': '{issue}'}} END"
    for flag, issue in ISSUES.items()
)
_ISSUES = (
    f"(SELECT rcid, unnest(list_filter([{_FLAGS}], lambda one: one IS NOT NULL), recursive := true) FROM "
    + _ONE_ROLL_CALL.format("rcid", "ccode")
    + " ORDER BY CAST(rcid AS INTEGER))"
)


def _quantiles(of: str, to: str) -> dict[str, str]:
    return {f"q{share}{to}": f"q{share}%{of}" for share in (5, 50, 95)}


FORMS = (
    form("tidy extract of unvotes (un_votes)", "rcid country country_code vote",
         {"unga-votes": Select({"ccode": "ccode_of"})}, official=False, hint="un_votes", lacks="ccode session",
         states=(States("country", "_of"),)),
    form("data of Voeten (UNVotes.csv)", "rcid session vote ccode date importantvote me nu di hr co ec",
         {"unga-votes": Select({
             "country": "countryname", "vote": Sql(WORDS.format("as_text(vote)")),
         }, where="as_text(vote) IN ('1', '2', '3')"),
          "unga-roll-calls": Select({"date": Sql(DAY)}, rows=_ONE_ROLL_CALL.format("rcid", "ccode")),
          "unga-issues": Select(rows=_ISSUES)}),
    form("file of the UN Library (2025_9_19_ga_voting.csv)", "undl_id ms_code ms_name ms_vote date resolution",
         {"unga-votes": Select({
             "rcid": "undl_id", "country": "ms_name", "country_code": "iso2_of", "ccode": "ccode_of",
             "vote": Sql(LETTERS),
         }, where="upper(as_text(ms_vote)) IN ('Y', 'N', 'A')"),
          "unga-roll-calls": Select({
              "rcid": "undl_id", "date": Sql(DAY), "unres": "resolution", "short": "agenda_title", "descr": "title",
          }, rows=_ONE_ROLL_CALL.format("undl_id", "ms_code"))},
         states=(States("ms_code", "_of", day=DAY, or_named="ms_name"),)),
    tidy("unga-roll-calls", source="tidy extract of unvotes (un_roll_calls)"),
    tidy("unga-issues", source="tidy extract of unvotes (un_roll_call_issues)"),
    form("data by year (IdealpointsJuly2025)", "ccode iso3c countryname year idealpointfp idealpointall nvotesfp",
         {"ideal-points": Select()}),
    form("data by session (IdealpointestimatesAll_Jun2024.csv)",
         "ccode session nvotesall idealpointall q5%all iso3c countryname",
         {"ideal-points": Select({"year": Sql("1945 + as_whole(session, [])"), **_quantiles("all", "all")})}),
    form("data by session (IdealpointestimatesAll_Apr2020.csv)",
         "ccode session nvotes idealpoint q5% iso3c countryname",
         {"ideal-points": Select({
             "year": Sql("1945 + as_whole(session, [])"), "idealpointall": "idealpoint", "nvotesall": "nvotes",
             **_quantiles("", "all"),
         })}),
    form("data by session (IdealpointestimatesImportant_Apr2020.csv)",
         "ccode session nvotesimportant idealpointimportant iso3c countryname",
         {"ideal-points-important": Select({
             "year": Sql("1945 + as_whole(session, [])"), **_quantiles("important", "important"),
         })}),
)  # fmt: skip
