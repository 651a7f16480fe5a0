"""The fact table as Parquet on shared storage, asked through the Thrift server of an existing Spark cluster."""
