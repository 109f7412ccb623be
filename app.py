"""The app. `toil app` starts it, and so does `streamlit run app.py`.

Streamlit's server imports this file for `app`, and runs it as a script whenever a page is drawn.
"""

from __future__ import annotations

from streamlit.starlette import App

from toil.pages._server import MIDDLEWARE, NO_SECRETS, sign_in_secrets
from toil.pages._warm import warmed

if __name__ == "__main__":
    from toil.pages._app import main  # here: the server needs neither pages nor charts, and its caches not at import

    main()
else:
    app = App(__file__, secrets=sign_in_secrets() or NO_SECRETS, middleware=MIDDLEWARE, lifespan=warmed)
