"""The folder that a judge writes to."""
import pathlib
import tempfile


def judged_in(keep, judge):
    """What `judge` gives of `keep`, or of a folder that is gone afterwards if that is None."""
    if keep:
        return judge(keep)
    with tempfile.TemporaryDirectory() as folder:
        return judge(pathlib.Path(folder))
