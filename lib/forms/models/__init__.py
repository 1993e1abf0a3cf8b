"""The models: one file each, found by `lib.forms.catalog`."""
