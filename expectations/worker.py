"""The process that runs the checks: ``python -m expectations.worker``.

Importing Great Expectations costs seconds, so the flow starts this early and asks it when it is needed.  Requests
come as lines on standard input, answers go as lines to what was standard output; everything that libraries print
goes to standard error instead.  It ends with its input, so it never outlives the flow.
"""

from __future__ import annotations

import logging
import os
import sys
import warnings


def main() -> int:
    """Serve requests until the input ends."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when GX is imported
    os.environ["TQDM_DISABLE"] = "1"
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    logging.disable(logging.ERROR)
    warnings.simplefilter("ignore")
    from expectations import wire
    from expectations.changed import fingerprint
    from expectations.light_import import light_import
    from expectations.suites import suite

    with light_import():
        from expectations.runner import run_checks

    for line in sys.stdin:
        try:
            database, stage, settings, changed_only = wire.read_request(line)
            checks = suite(stage, settings)
            said = wire.answer(run_checks(database, checks, changed_only=changed_only), fingerprint(checks))
        except Exception as error:
            said = wire.failure(f"{type(error).__name__}: {error}".strip().splitlines()[0])
        answers.write(said)
        answers.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
