"""The lake: published builds as Parquet files in a folder or a bucket that several machines read and write."""
