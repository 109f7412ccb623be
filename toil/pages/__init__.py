"""The app's pages, one file each; files that begin with `_` are what pages share."""
