"""The ladder of evidence; its steps are SQL relations in toil/sql/model."""
