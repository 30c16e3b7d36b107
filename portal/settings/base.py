"""What every installation of Klang has in common."""

from __future__ import annotations

import os
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

# Every process of the portal reads its settings before it writes anything: what it writes is its own account's alone.
os.umask(0o077)

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

# Everything that the running system writes lives under one folder, so that a backup knows what to take.
KLANG_VAR = Path(env.str("KLANG_VAR", default=str(BASE_DIR / "var"))).absolute()
# Its own emblem and drawing of its place, which stand before ours (docs/operator.md, "Its own face"); none for most.
FACE = env.str("KLANG_FACE", default="")

INSTALLED_APPS = [
    "portal",
    "portal.accounts",
    "portal.organizations",
    "portal.audit",
    "portal.calendar",
    "portal.sealing",
    "portal.outbox",
    "portal.throttle",
    "portal.queue",
    "portal.protection",
    "portal.letters",
    "portal.search",
    "portal.alerts",
    "portal.upkeep",
    "portal.pages",
    "legal_library",
    "announcements",
    "cases",
    "cases.consultation",
    "cases.data_rights",
    "cases.news",
    "cases.committee",
    "cases.readiness",
    "cases.reports",
    "cases.statistics",
    "cases.needs",
    "cases.phones",
    "cases.surveys",
    "cases.tours",
    "cases.events",
    "cases.calls",
    "cases.households",
    "cases.mass",
    "cases.strip",
    "cases.vulnerable",
    "cases.camps",
    "cases.georeport",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "portal.cms.apps.UsersConfig",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.embeds",
    "portal.cms.apps.CmsConfig",
    "wagtail",
    "taggit",
    "modelcluster",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "portal.incidents.IncidentMiddleware",
    "portal.throttle.watch.ProxyWatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.ContentSecurityMiddleware",
    "portal.middleware.RequestSizeMiddleware",
    "portal.middleware.CacheSanityMiddleware",
    "portal.middleware.OwnCookiesMiddleware",
    "portal.web.crowding.CrowdMiddleware",
    "portal.web.errors.SessionMiddleware",
    "portal.audit.apart.TrailMiddleware",
    "portal.web.language.AddressLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.accounts.sessions.SignedInMiddleware",
    "portal.accounts.gate.BackOfficeGateMiddleware",
    "portal.accounts.kept.KeepTypedMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.pages.public.redirects.EveryLanguageRedirectMiddleware",
    "portal.pages.public.frame.SiteMiddleware",
    "axes.middleware.AxesMiddleware",
    "portal.web.errors.GiveBackMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*([Path(FACE) / "templates"] if FACE else []), BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.pages.public.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database: DATABASE_URL chooses PostgreSQL; without it a SQLite file under KLANG_VAR. WAL lets readers go on while one
# writes, IMMEDIATE takes the write lock at the start of a transaction (no deadlock on upgrade), and synchronous=FULL
# keeps a committed request through a power cut (reliability.md R02). What is deleted is overwritten in the file (R23).
POSTGRES_HABITS = "-c jit=off -c random_page_cost=1.1"
"""What a page asks is short: to translate it into machine code first takes longer than to answer it. And a row in the middle
of a table costs no more than the next one on today's disks: reckoning with heads that move, PostgreSQL reads all people of the
country for those of one office."""
POSTGRES_CONNECTION_SECONDS = 3600
"""How long a thread keeps a connection. A new one plans a hundred statements again, and those of all threads come at the same
time: with one minute each minute began with two seconds in which nobody was answered. Looked at before each request, a
connection that broke is made anew at once."""
POSTGRES_SILENCE = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8_000,
}
"""Seconds (the last: milliseconds) until a server that vanished without a word counts as gone. A machine without power hangs up
no connection: the system would wait for its answer for a quarter of an hour, and every thread with it."""
DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{KLANG_VAR / 'klang.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA secure_delete=ON;",
    }
    # Opening the file and reading the schema costs more than most queries; each thread of a server keeps its connection.
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_MAX_AGE"] = POSTGRES_CONNECTION_SECONDS
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {
        "options": POSTGRES_HABITS,
        **POSTGRES_SILENCE,
        # What the address says holds.
        **DATABASES["default"].get("OPTIONS", {}),
    }
# A streaming replica of that PostgreSQL, for reads that lose nothing by it (portal.replica).
if env.str("KLANG_REPLICA_URL", default=""):
    replica = env.db("KLANG_REPLICA_URL")
    DATABASES["replica"] = {
        **replica,
        "CONN_MAX_AGE": POSTGRES_CONNECTION_SECONDS,
        # What the address says of the way there stays: `sslmode`, `sslrootcert` …
        "OPTIONS": {
            **POSTGRES_SILENCE,
            **replica.get("OPTIONS", {}),
            # A replica that is gone is not waited for: the primary answers.
            "connect_timeout": 2,
            "keepalives_idle": 2,
            "keepalives_interval": 1,
            "tcp_user_timeout": 2_000,
            "options": f"{POSTGRES_HABITS} -c default_transaction_read_only=on -c statement_timeout=10000",
        },
    }
    DATABASE_ROUTERS = ["portal.replica.routing.Router"]
    MIDDLEWARE.append("portal.replica.middleware.ReplicaMiddleware")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Public pages that are ready (portal.page_cache): in each process, or in a Redis that several machines share.
    "pages": {
        "BACKEND": "portal.page_cache.stores.BoundedMemoryCache",
        "LOCATION": "pages",
        "OPTIONS": {
            "MAX_ENTRIES": 2000,
            "MAX_BYTES": env.int("KLANG_PAGE_CACHE_MB", default=16) * 1024 * 1024,
        },
    },
}
if env.str("KLANG_REDIS_URL", default=""):
    CACHES["pages"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.str("KLANG_REDIS_URL"),
        "KEY_PREFIX": "klang-pages",
        "OPTIONS": {
            "serializer": "portal.page_cache.stores.PageSerializer",
            # A page is made anew within milliseconds: a Redis that is slow or gone is not waited for.
            "socket_connect_timeout": 0.3,
            "socket_timeout": 0.3,
        },
    }

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "portal.accounts.passwords.SimilarityValidator"},
    {"NAME": "portal.accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "portal.accounts.passwords.CommonValidator"},
    {"NAME": "portal.accounts.passwords.NumericValidator"},
    {"NAME": "portal.accounts.passwords.ContextWordsValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "desk:worklist"
LOGOUT_REDIRECT_URL = "/"
# Two tabs write one session: each its own keys (portal.web.sessions).
SESSION_ENGINE = "portal.web.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.web.errors.csrf_failure"
# Five wrong tries lock the pair of account and address for a quarter of an hour, never the account alone, so that
# nobody can lock another person out from afar (ASVS 6.1.1, 6.3.1).
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Behind a proxy everybody has its address: without this, the pair would be the account alone.
AXES_CLIENT_IP_CALLABLE = "portal.throttle.limits.address_of"
AXES_RESET_ON_SUCCESS = True
# The same over many names from one address.
AXES_HANDLER = "portal.accounts.guessing.Handler"
# axes writes down what was posted: never a password, whatever its field is called.
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "ip_address",
    "old_password",
    "new_password1",
    "new_password2",
    "csrfmiddlewaretoken",
]
AXES_LOCKOUT_CALLABLE = "portal.accounts.views.locked_out"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_ONLY_ADMIN_SITE = False

# How the app of a telephone names the account.
OTP_TOTP_ISSUER = "Klang"

# Language and time: Thai without a prefix, English under /en/. Sources are Thai (docs/decisions).
LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("ไทย")), ("en", _("อังกฤษ"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Bangkok"
USE_I18N = True
USE_TZ = True
# Where Wagtail itself writes a year, it writes the common era: it says so (portal/formats).
FORMAT_MODULE_PATH = ["portal.formats"]

# Static and uploaded files. Case files never live under MEDIA_ROOT: see portal.files.
STATIC_URL = "/static/"
STATIC_ROOT = KLANG_VAR / "static"
STATICFILES_DIRS = [*([Path(FACE) / "static"] if FACE else []), BASE_DIR / "static"]
# Only `/cms/` shows what lies there by its name; readers get files and pictures from views that ask for a public page.
MEDIA_URL = "/cms/media/"
MEDIA_ROOT = KLANG_VAR / "media"
PRIVATE_ROOT = KLANG_VAR / "private"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Django would open uploads to everybody on the machine, whatever the umask.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Five photos of the largest size and some room: more than this is not read at all (portal.middleware).
LARGEST_REQUEST = 64 * 1024 * 1024

# Files lie on the disk of this machine, or in an S3-compatible store that several machines share (portal.files.objects).
STORE = {
    "bucket": env.str("KLANG_STORE_BUCKET", default=""),
    "endpoint": env.str("KLANG_STORE_ENDPOINT", default=""),
    "region": env.str("KLANG_STORE_REGION", default="us-east-1"),
    "key": env.str("KLANG_STORE_KEY", default=""),
    "secret": env.str("KLANG_STORE_SECRET", default=""),
    # "path" for most stores in one's own house; "virtual" where the bucket is a part of the host name.
    "addressing": env.str("KLANG_STORE_ADDRESSING", default="path"),
}
MEDIA_STORAGE = {
    "BACKEND": "portal.files.objects.MediaObjects"
    if STORE["bucket"]
    else "django.core.files.storage.FileSystemStorage"
}

# Security headers; the policies themselves are applied by portal.middleware.
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
# Wagtail's admin writes inline styles and scripts of its own; it is for signed-in editors only.
CMS_CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'self'; frame-src 'self'; "
    "frame-ancestors 'self'; form-action 'self'"
)

# E-mail leaves through the outbox only (portal.outbox).
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("KLANG_FROM_EMAIL", default="klang@localhost")
EMAIL_TIMEOUT = 20

# Wagtail
WAGTAIL_SITE_NAME = "กลาง · Klang"
WAGTAILADMIN_BASE_URL = env.str("KLANG_BASE_URL", default="http://127.0.0.1:8000")
WAGTAIL_I18N_ENABLED = False
# What an editor may choose under "บัญชี": languages that we speak, and no other clock than the wall's.
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
# A Unicode slug loses the vowels and tone marks of Thai; addresses are Latin (portal.pages, portal.thai.romanization).
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Whoever looks after the machine would sign in as anybody: passwords are set by their owners alone, by a code of the desk.
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILEMBEDS_FINDERS: list[dict] = []
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "odt", "ods"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.files.cms.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
# What may be chosen; what is stored is JPEG or PNG (portal.files.cms).
WAGTAILIMAGES_EXTENSIONS = [
    "jpg",
    "jpeg",
    "jfif",
    "png",
    "webp",
    "heic",
    "heif",
    "avif",
    "gif",
    "bmp",
    "tif",
    "tiff",
]
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.files.cms.ImageForm"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": env.str("KLANG_SEARCH_BACKEND", default="portal.search.backends.whoosh")}
}

# Klang's own. Rules of service that an office may change without touching code live in the database; these are the
# technical ones.
KLANG = {
    "INDEX_DIR": KLANG_VAR / "index",
    # What people told us is sealed with the keys of this file (portal.sealing); no backup holds it.
    "KEYS": env.str("KLANG_KEYS", default=str(KLANG_VAR / "keys")),
    # Whether `prepare` makes it for an installation in which nothing is sealed yet.
    "MAKES_KEYS": False,
    # Where "leave this page quickly" leads: a harmless site that any visitor might have open.
    "EXIT_URL": env.str("KLANG_EXIT_URL", default="https://www.google.co.th/"),
    # What a crisis report on the web must carry: "phone_or_email", "email" (as the OSCC guideline says) or "anonymous"
    # (requirements.md 7.1; docs/citizen.md, safety decision 6).
    "CRISIS_CONTACT": env.str("KLANG_CRISIS_CONTACT", default="phone_or_email"),
    # Below so much free space `/readyz` says that the disk is not fit (docs/operator.md).
    "LEAST_FREE_BYTES": env.int("KLANG_LEAST_FREE_MB", default=256) * 1024 * 1024,
    # Above so much log that is not carried over yet, `manage.py verify` says that somebody holds it back.
    "MOST_WAL_BYTES": env.int("KLANG_MOST_WAL_MB", default=1024) * 1024 * 1024,
    # Whether other machines serve this portal too: then each follows what the others write into their indexes.
    "SEVERAL_MACHINES": env.bool("KLANG_SEVERAL_MACHINES", default=False),
    # What each worker does every minute for its own machine, beside the queue that all share.
    "ON_EACH_MACHINE": ["portal.search.sources.following.follow"],
    # Of the store of files; empty means the disk.
    "STORE": STORE if STORE["bucket"] else {},
    "TRUSTED_PROXIES": env.int("KLANG_TRUSTED_PROXIES", default=0),
    # Whom to tell of a hole in the walls: a mail or web address for /.well-known/security.txt; empty means our contact page.
    "SECURITY_CONTACT": env.str("KLANG_SECURITY_CONTACT", default=""),
    "GARUDA_IMAGE": env.str("KLANG_GARUDA_IMAGE", default=""),
    # As which officer the signed-in person acts: the rules of addresses ask it, and they stand below accounts (portal.web.access).
    "ACTOR_OF": "portal.accounts.actors.actor_of",
    # The same where there is no request, only a person.
    "ACTOR_FOR": "portal.accounts.actors.actor_for",
    # Writes a mail; the outbox stands above accounts.
    "SEND": "portal.outbox.services.enqueue",
    # Where a signed-in person has to go first, as an address; "" lets in.
    "GATE": "portal.accounts.gate.closed",
    # Whether those who work on cases or administer accounts must have a second factor: "required" or "offered".
    "SECOND_FACTOR": env.str("KLANG_SECOND_FACTOR", default="required"),
    # Where the daily exports of the record lie, and the queries and answers of time stamps.
    "TRAIL_DIR": KLANG_VAR / "trail",
    # Nothing is real here (portal.settings.practice; decision 0017).
    "PRACTICE": False,
    # Judges uploads before anybody reads them (portal.files.scanning): class and arguments; "" asks nobody.
    "SCANNER": env.str("KLANG_SCANNER", default=""),
    # Carries texts and voice to telephones, and messages to LINE (portal.carriers): class and arguments; "" sends nothing so.
    "CARRIER": env.str("KLANG_CARRIER", default=""),
    "LINE": env.str("KLANG_LINE", default=""),
    # The name of the center's LINE account, as people look for it ("@klang").
    "LINE_ACCOUNT": env.str("KLANG_LINE_ACCOUNT", default=""),
    # The mailbox to which reporters may answer (docs/operator.md); "" asks nobody to answer by mail.
    "REPLY_ADDRESS": env.str("KLANG_REPLY_ADDRESS", default=""),
    # As which our own mail server signs what it found out about a sender (authserv-id, RFC 8601); "" believes nobody.
    "MAIL_SERVER": env.str("KLANG_MAIL_SERVER", default=""),
    # Hosts of the inner network (name:port) whose programs may be told of reports; all others are called by https, outside.
    "HOOK_HOSTS": env.list("KLANG_HOOK_HOSTS", default=[]),
    # Whether links from public pages to other sites are visited once a week (docs/operator.md).
    "LINK_CHECK": env.bool("KLANG_LINK_CHECK", default=True),
    # For how many days after the end of an event its register and its shelters still name people (docs/many.md).
    "NAMED_AFTER_EVENT_DAYS": env.int("KLANG_NAMED_AFTER_EVENT_DAYS", default=90),
    # Reads pictures of letters, for the search of their body (docs/operator.md): a command with {picture}; "" reads none.
    "OCR": env.str("KLANG_OCR", default="tesseract {picture} stdout -l tha+eng"),
    # Who stamps the root of each day (portal.audit.stamps).
    "TIME_STAMPS": "portal.audit.stamps.Folder",
    # For how long each class of cases is kept, for the privacy notice: (problem, level, years).
    "RETENTION_LINES": "cases.domain.retention.lines",
    # Draws the letters that bring people user name and code; letters stand above accounts.
    "CODE_LETTERS": "portal.letters.kinds.codes.code_letters_pdf",
    # What `prepare` calls, in this order; the rooms do not know each other, the settings know them all.
    "STARTER": [
        "portal.calendar.domain.filling.fill",
        "portal.organizations.starter.load_organizations",
        "portal.organizations.country.load_country",
        "portal.organizations.importing.area_map.load_shipped",
        "portal.pages.starter.load_pages",
        "portal.pages.starter.name_approval",
        "portal.pages.starter.name_roots",
        "portal.pages.starter.load_hotlines",
        "cases.vulnerable.starter.load_needs",
        "legal_library.starter.load_library",
        "portal.pages.starter.load_guides",
        "announcements.starter.load_announcements",
        "cases.domain.services.load_services",
        "cases.domain.ready_texts.load_texts",
        "portal.search.starter.load_synonyms",
    ],
    # What a new version may add to an installation that is in use; it touches nothing that is there.
    "ADDED_LATER": [
        "portal.pages.starter.grant_rights",
        "portal.pages.starter.name_approval",
        "portal.pages.starter.name_roots",
        "legal_library.starter.grant_rights",
        "portal.organizations.country.load_country",
        "portal.organizations.importing.area_map.load_shipped",
        "legal_library.starter.load_added_later",
        "portal.pages.starter.renew_guides",
        "cases.domain.catching_up.list_older_cases",
        "cases.domain.catching_up.make_findable",
        "cases.domain.ready_texts.load_texts",
        "portal.pages.starter.load_hotlines",
        "cases.vulnerable.starter.load_needs",
        "portal.search.starter.load_synonyms",
    ],
    "DEMO": [
        "portal.pages.demo.say_so",
        "portal.accounts.demo.create_demo_staff",
        "cases.demo.load_demo_cases",
        "cases.demo.load_demo_circular",
        "cases.needs.demo.load_demo_needs",
        "cases.households.demo.load_demo_households",
        "cases.surveys.demo.load_demo_survey",
        "cases.vulnerable.demo.load_demo_first",
        "cases.events.demo.load_demo_event",
        "cases.camps.demo.load_demo_camps",
        "cases.reports.demo.load_demo_reports",
        "announcements.demo.publish_last_year",
        "cases.readiness.demo.load_demo",
    ],
    # Whoever knows it may read `/metrics` from another machine; "" leaves it to this one.
    "METRICS_TOKEN": env.str("KLANG_METRICS_TOKEN", default=""),
    # What `/metrics` tells, part by part.
    "METRICS": [
        "portal.metrics.figures.requests",
        "portal.metrics.figures.readiness",
        "portal.metrics.figures.queue",
        "portal.metrics.figures.mail",
        "portal.metrics.figures.disk",
        "portal.metrics.figures.backup",
        "portal.metrics.figures.index",
        "cases.upkeep.figures.duties",
    ],
    # The checks of `manage.py verify` and of the morning page, in the order in which they are told.
    "UPKEEP": [
        "portal.upkeep.checks.database",
        "portal.upkeep.checks.machine",
        "portal.upkeep.checks.queue",
        "cases.upkeep.invariant",
        "portal.upkeep.checks.record",
        "portal.upkeep.checks.files",
        "portal.upkeep.checks.keys",
        "portal.upkeep.checks.mail",
        "portal.upkeep.checks.search",
        "cases.upkeep.sweeps",
        "portal.upkeep.checks.people",
        "portal.upkeep.checks.content",
        "legal_library.upkeep",
        "announcements.upkeep",
    ],
    "PERIODIC": [
        "portal.queue.tasks.look_after_the_queue",
        "portal.outbox.tasks.deliver_due",
        "portal.outbox.tasks.forget_old_messages",
        "portal.audit.tasks.seal_the_trail",
        "portal.search.sources.tasks.mend_index",
        "portal.pages.tasks.publish_and_take_down",
        "portal.pages.tasks.empty_the_bin",
        "portal.pages.domain.outside.tasks.follow_links",
        "portal.throttle.tasks.sweep_tallies",
        "portal.calendar.tasks.fill_years_ahead",
        "portal.accounts.tasks.follow_appointments",
        "portal.organizations.tasks.carry_out_planned_ends",
        "portal.accounts.tasks.sweep_kept_forms",
        "portal.accounts.tasks.sweep_sign_ins",
        "announcements.tasks.follow_the_days",
        "legal_library.tasks.remind_of_circulars",
        "legal_library.tasks.forget_old_readings",
        "legal_library.tasks.follow_the_days",
        "portal.alerts.tasks.tell_of_news",
        "cases.intake.tasks.sweep_drafts",
        "portal.files.tasks.sweep_waiting",
        "cases.intake.tasks.send_lost_codes",
        "cases.tasks.end_unanswered_questions",
        "cases.tasks.expire_grants",
        "cases.tasks.keep_lists",
        "cases.households.tasks.look_for_households",
        "cases.mass.tasks.carry_on_with_many",
        "cases.phones.tasks.judge_what_phones_sent",
        "cases.tasks.ring_alarms",
        "cases.tasks.tell_of_mail_that_came_back",
        "cases.tasks.hand_over_what_nobody_can_do",
        "cases.tasks.follow_retention",
        "cases.tasks.scan_files",
        "cases.desk.register.tasks.sweep_prints",
        "cases.consultation.tasks.erase_old_questions",
        "cases.data_rights.tasks.remind_of_requests",
        "cases.news.tasks.hear_from_line",
        "cases.tasks.make_usual_times",
        "cases.reports.tasks.follow_the_months",
        "cases.statistics.tasks.publish_months",
        "cases.tours.tasks.follow_tours",
        "cases.surveys.tasks.erase_old_households",
        "cases.calls.tasks.follow_calls",
        "cases.georeport.tasks.tell_partners",
        "cases.calls.tasks.ask_whether_safe",
        "portal.upkeep.tasks.inspect_each_morning",
        "cases.events.tasks.follow_events",
        "cases.vulnerable.tasks.follow_first",
        "cases.camps.tasks.follow_camps",
    ],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "portal.logs.JsonFormatter"
            if env.str("KLANG_LOGS", default="") == "json"
            else "portal.logs.SafeFormatter"
        }
    },
    "filters": {"quiet_queue": {"()": "portal.logs.QuietQueue"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["quiet_queue"]},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
    },
}
