# The image of web, worker, beat and migrate alike. Every RUN is one step of scripts/image_build.sh, which the tests run.
FROM python:3.11.13-slim-bookworm

ENV VENV=/opt/venv \
    PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=mappa.settings.production

WORKDIR /srv/mappa
COPY scripts/image_build.sh scripts/
RUN sh scripts/image_build.sh system
COPY requirements.txt ./
RUN sh scripts/image_build.sh python
COPY . .
RUN sh scripts/image_build.sh static

USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s --retries=3 CMD ["python", "scripts/probe.py", "web"]
CMD ["python", "-m", "granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "2", "--no-ws", "--respawn-failed-workers", "--workers-lifetime", "6h", "mappa.wsgi:application"]
