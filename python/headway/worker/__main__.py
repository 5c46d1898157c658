"""The entry: as a module of headway, or as a folder, where headway need not be installed."""

import os
import sys
from importlib import import_module

if __name__ == "__main__":
    package = __package__
    if package:
        sys.path.insert(0, "")  # for the folder of the call; a folder that is run is there already
    else:
        package = "headway_worker"  # a name of its own: a task's modules may have any other
        sys.modules[package] = type(sys)(package)
        vars(sys.modules[package])["__path__"] = [os.path.dirname(__file__)]
    sys.exit(import_module(".call", package).main(sys.argv[1]))
