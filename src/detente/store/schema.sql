-- The file of a relationship. Every column is described in dictionary.toml, which exports carry with them.
-- Nothing is ever deleted: what no longer holds gets the moment at which it was superseded.

CREATE TABLE IF NOT EXISTS meta (
    key   VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);

-- A text at one moment. A changed file is a new version of the same origin.
CREATE TABLE IF NOT EXISTS documents (
    document      VARCHAR PRIMARY KEY,  -- hash of origin, news id and text
    doc           VARCHAR NOT NULL,     -- what records write as doc: the news id, else the sha256
    origin        VARCHAR NOT NULL,     -- where versions belong together: address or absolute path, for news with #id
    place         VARCHAR NOT NULL,     -- address or absolute path that this version was read from
    version       INTEGER NOT NULL,     -- 1 for the first text read from this origin
    news_id       VARCHAR NOT NULL DEFAULT '',
    title         VARCHAR NOT NULL DEFAULT '',
    source        VARCHAR NOT NULL DEFAULT '',  -- path or address as given, for a person to find it again
    published     DATE,
    sha256        VARCHAR NOT NULL,
    text          VARCHAR NOT NULL,
    scope         VARCHAR NOT NULL,     -- international | all: how it was coded
    coder         VARCHAR NOT NULL,     -- name and version of the coder of its current records
    added         TIMESTAMP NOT NULL,
    superseded    TIMESTAMP             -- NULL: the current version
);

-- What all kinds have in common. At most one current row a record; one that several coders in turn have found has a row
-- for each, all but the last superseded. What hangs on its fields alone (its kind's table, participants) is there once.
CREATE TABLE IF NOT EXISTS records (
    record        VARCHAR NOT NULL,     -- Record.id
    document      VARCHAR NOT NULL,
    kind          VARCHAR NOT NULL,
    start_char    INTEGER NOT NULL,
    end_char      INTEGER NOT NULL,
    evidence      VARCHAR NOT NULL,
    trigger_words VARCHAR NOT NULL DEFAULT '',
    date          VARCHAR NOT NULL DEFAULT '',  -- EDTF
    first_day     DATE,
    last_day      DATE,
    confidence    DOUBLE NOT NULL,
    coder         VARCHAR NOT NULL,
    added         TIMESTAMP NOT NULL,
    superseded    TIMESTAMP             -- NULL: current; with its document's moment: current for that version
);

CREATE TABLE IF NOT EXISTS participants (
    document      VARCHAR NOT NULL,
    record        VARCHAR NOT NULL,
    role          VARCHAR NOT NULL,     -- actor | recipient | party | holder | toward | state | member
    place         INTEGER NOT NULL,     -- order within the role, from 0
    code          VARCHAR NOT NULL
);

CREATE TABLE IF NOT EXISTS events (
    document VARCHAR NOT NULL, record VARCHAR NOT NULL,
    type VARCHAR NOT NULL, mode VARCHAR NOT NULL, aux VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS agreements (
    document VARCHAR NOT NULL, record VARCHAR NOT NULL,
    title VARCHAR NOT NULL, form VARCHAR NOT NULL, act VARCHAR NOT NULL,
    term_years DOUBLE, value DOUBLE, currency VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS statuses (
    document VARCHAR NOT NULL, record VARCHAR NOT NULL,
    status VARCHAR NOT NULL, level VARCHAR NOT NULL, change VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS positions (
    document VARCHAR NOT NULL, record VARCHAR NOT NULL,
    issue VARCHAR NOT NULL, stance VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS figures (
    document VARCHAR NOT NULL, record VARCHAR NOT NULL,
    measure VARCHAR NOT NULL, value DOUBLE NOT NULL, unit VARCHAR NOT NULL, bound VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS offices (
    document VARCHAR NOT NULL, record VARCHAR NOT NULL,
    person VARCHAR NOT NULL, office VARCHAR NOT NULL, change VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS memberships (
    document VARCHAR NOT NULL, record VARCHAR NOT NULL,
    organisation VARCHAR NOT NULL, change VARCHAR NOT NULL
);

-- What people decided about records. Append-only: an undo is a row of its own.
CREATE TABLE IF NOT EXISTS reviews (
    review        BIGINT NOT NULL,      -- 1, 2, 3 ... in the order of decisions
    document      VARCHAR NOT NULL,
    record        VARCHAR NOT NULL,     -- the record's id when it was judged
    judged        JSON NOT NULL,        -- the record as it stood then: finds it again after re-coding
    reviewer      VARCHAR NOT NULL,
    decided       TIMESTAMP NOT NULL,
    decision      VARCHAR NOT NULL,     -- accept | reject | correct | undo
    corrected     JSON,                 -- the fields that "correct" changed, with their new values
    undoes        BIGINT                -- the review that "undo" takes back
);

-- Records of several documents that tell the same happening.
CREATE TABLE IF NOT EXISTS happenings (
    document      VARCHAR NOT NULL,
    record        VARCHAR NOT NULL,
    happening     VARCHAR NOT NULL      -- stable: named after the record that it was first told by
);

-- Events of other coders (GDELT, ICEWS, POLECAT), in PLOVER's categories, with the codes they had. Each import is written
-- in the order of dyad and day, so that the row groups of one dyad stand together and a query for it reads those only;
-- store/sorting.py brings many imports into one order.
CREATE TABLE IF NOT EXISTS coded_events (
    coder         VARCHAR NOT NULL,     -- gdelt1 | gdelt2 | icews | polecat
    import        INTEGER NOT NULL,     -- the row of imports that it came with
    source_id     VARCHAR NOT NULL,     -- the event's id there, with what makes it unique (docs/events.md); once for a coder
    day           DATE NOT NULL,
    dyad          VARCHAR NOT NULL,     -- the two states' codes in alphabetical order, "CHN-RUS"; "" if it is not between two
    actor         VARCHAR NOT NULL,     -- state code, "" if there is none
    recipient     VARCHAR NOT NULL,
    actor_raw     VARCHAR NOT NULL,     -- as the coder has it: a CAMEO code (GDELT), a name (ICEWS, POLECAT)
    recipient_raw VARCHAR NOT NULL,
    cameo         VARCHAR NOT NULL,     -- "" where the coder has PLOVER's types already
    type          VARCHAR NOT NULL,     -- PLOVER; "" for statements (CAMEO 01), which PLOVER does not have
    mode          VARCHAR NOT NULL,
    contexts      VARCHAR NOT NULL,     -- PLOVER, separated by blanks
    goldstein     FLOAT,                -- Goldstein's scale as the coder gives it (GDELT, ICEWS' intensity)
    reports       INTEGER,              -- how many articles told it, as the coder says
    publisher     VARCHAR NOT NULL,
    story         VARCHAR NOT NULL,     -- the coder's number of the news story, and of the sentence in it
    url           VARCHAR NOT NULL
);

-- Files that were taken in: events of other coders, and the field's datasets (tables named data_...).
CREATE TABLE IF NOT EXISTS imports (
    import        INTEGER PRIMARY KEY,
    name          VARCHAR NOT NULL,     -- as in `detente datasets`
    version       VARCHAR NOT NULL,
    source        VARCHAR NOT NULL,     -- path or address
    sha256        VARCHAR NOT NULL,
    rows          BIGINT NOT NULL,
    first_year    INTEGER,
    last_year     INTEGER,
    citation      VARCHAR NOT NULL,
    licence       VARCHAR NOT NULL,
    imported      TIMESTAMP NOT NULL,
    superseded    TIMESTAMP
);
