# Two stages: packages are installed in the first, only the result goes into the image that runs.
ARG BASE_IMAGE=python:3.11-slim

FROM ${BASE_IMAGE} AS packages
WORKDIR /srv/krm
COPY requirements.txt ./
RUN python -m venv .venv \
 && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM ${BASE_IMAGE}
# Who may come in must be said: without KRM_AUTH the server does not start.
# The root file system may be read-only: everything written goes to /var/lib/krm (a volume), /tmp and /dev/shm.
ENV PATH=/srv/krm/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    FLASK_SKIP_DOTENV=1 \
    KRM_AUTH= \
    KRM_VAR_DIR=/var/lib/krm
RUN groupadd --gid 10001 krm \
 && useradd --uid 10001 --gid krm --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin krm \
 && install -d -o krm -g krm -m 0750 /var/lib/krm
WORKDIR /srv/krm
COPY --from=packages /srv/krm/.venv .venv
COPY . .
RUN python -m compileall -q -x '/\.venv/' .
USER 10001:10001
VOLUME /var/lib/krm
EXPOSE 8050
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import http.client as h, sys; c = h.HTTPConnection('127.0.0.1', 8050, timeout=4); c.request('GET', '/readyz'); sys.exit(c.getresponse().status != 200)"]
CMD ["gunicorn", "-c", "gunicorn.conf.py", "-b", "0.0.0.0:8050", "app:create_server()"]
