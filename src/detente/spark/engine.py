"""The whole way of a corpus through Spark: list its files, code them slice by slice, write flat tables at the end.

A slice is a group of files. What a slice gave is written under `_coded/` as one dataset that appears when it is whole,
named after the slice's files, their sizes and times and the settings: a run that goes on where another ended leaves
out the slices that are there. At the end the slices are made into the tables of `layout`, which costs little.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError
from detente.spark.layout import (
    DOCUMENT_COLUMNS,
    DOCUMENTS,
    LAYOUT,
    MARK,
    PROBLEM_COLUMNS,
    PROBLEMS,
    RECORDS,
    row_schema,
)
from detente.spark.worker import STORY, Coder, plain

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

STAGED = "_coded"
SLICE = 4 << 30  # bytes of input that are coded before the next safe point
BATCH = 64  # stories that go to a worker together: few, so that memory stays small
BYTES_A_TASK = 32 << 20  # of input; a lost task is coded again
BYTES_A_STORY = 2_000  # to guess how many stories a file holds
LINES = (".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".json.gz", ".jsonl.bz2", ".json.bz2", ".jsonl.zst")


@dataclass
class Summary:
    """What came of it. `examples` are the first problems, as file, reason and line."""

    stories: int = 0
    records: int = 0
    problems: int = 0
    slices: int = 0
    resumed: int = 0
    examples: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class File:
    """A file of the input, as Spark lists it."""

    path: str
    size: int
    changed: str


def code_corpus(
    spark: SparkSession,
    source: str,
    target: str,
    coder: Coder,
    *,
    resume: bool = False,
    slice_bytes: int = SLICE,
    partitions: int = 0,
    note: Callable[[str], None] = lambda message: None,
) -> Summary:
    """Code all stories under `source` and write the tables of `layout` under `target`.

    Parameters
    ----------
    spark
        As `session` gives it, or any other.
    source, target
        Paths that Spark reads and writes: local, hdfs://, s3a:// ... The source is JSON Lines or Parquet: a file, a
        folder, or a pattern.
    coder
        What is coded, and how.
    resume
        Go on where another run into `target` was interrupted.
    slice_bytes
        How much input is coded between two safe points.
    partitions
        Tasks a slice; 0: as many as its size asks for, and at least four a core.
    note
        Told what was left out or taken over.

    Raises
    ------
    DetenteError
        The source has no stories, or the target is there already.
    """
    spark.conf.set("spark.sql.files.maxPartitionBytes", BYTES_A_TASK)
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", BATCH)
    files = _listed(spark, source)
    form = _form(source, files)
    place = _Place(spark, target)
    if place.exists(MARK) and not resume:
        raise DetenteError(f"{target}: is there already, and whole; name another folder")
    if place.exists() and not resume:
        raise DetenteError(f"{target}: is there already; name another folder, or go on with --resume")
    slices = list(_slices(files, slice_bytes))
    names = [_name(number, each, coder) for number, each in enumerate(slices)]
    summary = Summary(slices=len(slices))
    run = {"layout": LAYOUT, **_who(coder), "input": source, "slices": names}
    if place.exists(MARK):
        before = json.loads(place.read(MARK))
        if before.get("slices") != names:
            raise DetenteError(f"{target}: is whole, but of another input or other settings; name another folder")
        note(f"{target}: is whole already")
        return Summary(before["stories"], before["records"], before["problems"], len(slices), len(slices))
    for name, each in zip(names, slices, strict=True):
        if place.exists(f"{STAGED}/{name}/_SUCCESS"):
            summary.resumed += 1
            continue
        rows = _rows(spark, form, [file.path for file in each])
        tasks = partitions or _tasks(spark, each)
        if partitions or rows.rdd.getNumPartitions() < tasks:  # few files, or files that cannot be cut (.gz)
            rows = rows.repartition(tasks)
        coded = rows.mapInArrow(coder, _spark_schema())
        coded.write.mode("overwrite").parquet(place.path(f"{STAGED}/{name}"))
    if summary.resumed:
        note(f"{summary.resumed} of {len(slices)} slices were there already")
    _tables(spark, place, names, summary)
    counts = {"stories": summary.stories, "records": summary.records, "problems": summary.problems}
    place.write(MARK, json.dumps(run | counts, indent=1) + "\n")
    place.remove(STAGED)
    return summary


def _who(coder: Coder) -> dict[str, Any]:
    from detente.coding.coder import CODER

    return {"coder": CODER, **asdict(coder)}


def _listed(spark: SparkSession, source: str) -> list[File]:
    """The files of the input with size and time of change; their content is not read."""
    from pyspark.errors import AnalysisException

    try:
        found = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(source)
        rows = found.select("path", "length", "modificationTime").collect()
    except AnalysisException as error:
        raise DetenteError(f"{source}: nothing that Spark can read; check the path") from error
    files = [File(row[0], row[1], row[2].isoformat()) for row in rows if row[1]]
    if not files:
        raise DetenteError(f"{source}: is empty; nothing to read")
    return sorted(files, key=lambda file: file.path)


def _form(source: str, files: Sequence[File]) -> str:
    """Whether the files are Parquet or JSON Lines."""
    tables = sum(file.path.lower().endswith(".parquet") for file in files)
    lines = sum(file.path.lower().endswith(LINES) for file in files)
    if tables == len(files):
        return "parquet"
    if lines == len(files):
        return "lines"
    other = next(file.path for file in files if not file.path.lower().endswith((".parquet", *LINES)))
    what = "Parquet and JSON Lines" if tables and lines and tables + lines == len(files) else plain(other)
    raise DetenteError(f"{source}: holds {what}; the Spark engine reads folders of .jsonl or of .parquet alone")


def _rows(spark: SparkSession, form: str, paths: list[str]) -> DataFrame:
    """The lines or rows of the files, each with its file."""
    from pyspark.sql import functions as f

    if form == "lines":
        # Text, and not Spark's JSON: what a story is, and what is wrong with one, is said by one reader only.
        lines = spark.read.option("lineSep", "\n").text([_escaped(path) for path in paths])
        return lines.select(f.col("value").cast("binary").alias("line"), f.col("_metadata.file_path").alias("file"))
    table = spark.read.option("mergeSchema", "true").parquet(*[_escaped(path) for path in paths])
    if missing := {"id", "text"} - set(table.columns):
        has = ", ".join(table.columns)
        raise DetenteError(f"{plain(paths[0])}: has no column {' and '.join(sorted(missing))}; it has {has}")
    columns = [f.col(name) for name in STORY if name in table.columns]
    return table.select(*columns, f.col("_metadata.file_path").alias("file"))


def _escaped(path: str) -> str:
    """A listed path, in which nothing is a pattern any more."""
    return "".join(f"\\{letter}" if letter in "[]{}*?" else letter for letter in plain(path))


def _slices(files: Sequence[File], size: int) -> list[list[File]]:
    """Files in order, grouped so that a group is about so many bytes; a larger file is a group of its own."""
    found: list[list[File]] = []
    held = size
    for file in files:
        if held + file.size > size:
            found.append([])
            held = 0
        found[-1].append(file)
        held += file.size
    return found


def _name(number: int, files: Sequence[File], coder: Coder) -> str:
    told = json.dumps([[asdict(file) for file in files], _who(coder)], sort_keys=True)
    return f"{number:05}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _tasks(spark: SparkSession, files: Sequence[File]) -> int:
    """How many tasks a slice has at least: some for each core, but each worth its start."""
    stories = sum(file.size for file in files) // BYTES_A_STORY + 1
    cores = spark.sparkContext.defaultParallelism
    return int(min(4 * cores, stories // BATCH + 1))


def _spark_schema() -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(row_schema())


def _tables(spark: SparkSession, place: _Place, names: Sequence[str], summary: Summary) -> None:
    """The flat tables out of the slices."""
    from pyspark.sql import functions as f

    coded = spark.read.parquet(*[place.path(f"{STAGED}/{name}") for name in names])
    good = coded.where(f.col("document").isNotNull())
    documents = good.select(*DOCUMENT_COLUMNS, f.size("coded").alias("records"))
    documents.write.mode("overwrite").parquet(place.path(DOCUMENTS))
    records = good.select("document", f.explode("coded").alias("record")).select("record.*", "document")
    records.write.mode("overwrite").parquet(place.path(RECORDS))
    problems = coded.where(f.col("document").isNull()).select(*PROBLEM_COLUMNS)
    problems.coalesce(1).write.mode("overwrite").parquet(place.path(PROBLEMS))
    summary.stories = spark.read.parquet(place.path(DOCUMENTS)).count()
    summary.records = spark.read.parquet(place.path(RECORDS)).count()
    bad = spark.read.parquet(place.path(PROBLEMS))
    summary.problems = bad.count()
    summary.examples = [tuple(row) for row in bad.orderBy("file", "line").limit(20).collect()]


class _Place:
    """A folder on whatever file system Spark writes to."""

    def __init__(self, spark: SparkSession, target: str) -> None:
        context: Any = spark.sparkContext
        self._jvm = context._jvm
        self._target = target.rstrip("/")
        self._fs = self._path("").getFileSystem(context._jsc.hadoopConfiguration())

    def path(self, name: str) -> str:
        """The address of something in the folder."""
        return f"{self._target}/{name}"

    def _path(self, name: str) -> Any:
        return self._jvm.org.apache.hadoop.fs.Path(f"{self._target}/{name}" if name else self._target)

    def exists(self, name: str = "") -> bool:
        """Whether something is in the folder; without a name, whether the folder is there and not empty."""
        if name:
            return bool(self._fs.exists(self._path(name)))
        return bool(self._fs.exists(self._path(""))) and len(self._fs.listStatus(self._path(""))) > 0

    def read(self, name: str) -> str:
        """A small text."""
        stream = self._fs.open(self._path(name))
        try:
            return str(self._jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8"))
        finally:
            stream.close()

    def write(self, name: str, text: str) -> None:
        """Write a small text: under another name first, so that it is there whole or not at all."""
        stream = self._fs.create(self._path(f"{name}.part"), True)
        stream.write(bytearray(text.encode()))
        stream.close()
        self._fs.delete(self._path(name), False)
        self._fs.rename(self._path(f"{name}.part"), self._path(name))

    def remove(self, name: str) -> None:
        """Delete something with all that is in it."""
        self._fs.delete(self._path(name), True)
