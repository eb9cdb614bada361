"""Drives the demo with a real Chromium: what a contact, an agent and an owner do, on a phone and at a desk.

    python Tests/Browser/run.py --program .build/debug/portico [--pictures DIR] [--only PART-OF-A-NAME]
"""
import argparse
import os
import sys
import traceback

from playwright.sync_api import sync_playwright

import demo as demos
import hostile
import invoices
import keyboard
import privacy
import promises
import quality
import rtl
import staff
import uploads
import views
import walks_account
import walks_cases
import walks_portal
import walks_clients
import walks_entrance
import walks_first
import walks_invoices
import walks_settings

WALKS = [
    walks_entrance, walks_account, walks_portal, walks_clients, walks_cases, walks_invoices, walks_settings, walks_first]
# The last one spoils the demo for the others.
MODULES = [promises, staff, uploads, invoices, quality, views, privacy, keyboard, rtl, *WALKS, hostile]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--program", required=True)
    arguments.add_argument("--pictures", default=".build/pictures")
    arguments.add_argument("--chromium", default="/usr/bin/chromium")
    arguments.add_argument("--only", default="")
    options = arguments.parse_args()
    os.makedirs(options.pictures, exist_ok=True)
    passed = failed = 0
    with demos.running(os.path.abspath(options.program)) as demo, sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.getuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=options.chromium, args=flags)
        for promise in [p for module in MODULES for p in promises.all_of(module)]:
            if options.only not in promise.__name__:
                continue
            visit = promises.Visit(browser, demo, options.pictures)
            try:
                promise(visit)
                passed += 1
                print("passed:", promise.__doc__)
            except Exception:  # every promise is told, whatever broke the one before
                failed += 1
                print("FAILED:", promise.__doc__, visit.way)
                traceback.print_exc(limit=4, file=sys.stdout)
            finally:
                visit.close()
        browser.close()
        code = demo.stop()
        print("passed: Ctrl-C ends the demo" if code in (0, 130) else f"FAILED: the demo ended with {code}")
        passed, failed = (passed + 1, failed) if code in (0, 130) else (passed, failed + 1)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
