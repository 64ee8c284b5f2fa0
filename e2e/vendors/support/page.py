"""The page behind a password link, used as a browser without scripts would."""

import requests


def set_password(link: str, password: str) -> None:
    """Opens the link, sends the form and follows to where the person is greeted."""
    browser = requests.Session()
    browser.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    form = browser.get(link, timeout=30)
    assert form.status_code == 200 and 'name="password"' in form.text, form.text
    # A page that sends no referrer posts like this.
    greeted = browser.post(
        link, data={"password": password}, headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"}, timeout=30
    )
    assert greeted.status_code == 200 and greeted.history[0].status_code == 303, greeted.text
