"""The coder on a cluster: PySpark hands out stories, every worker codes as one process does, Parquet comes out.

`layout` says what comes out and reads it back; it needs no Spark. `worker` runs in Spark's Python processes, `session`
starts Spark, `engine` is the whole way.
"""
