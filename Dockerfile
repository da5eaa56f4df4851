# The map as an image: `docker build -t conflict-map .`; docker-compose.yml runs it with PostgreSQL, Redis and workers.

FROM node:20-slim AS frontend
WORKDIR /build
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM python:3.11-slim AS packages
COPY requirements.txt ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir -r requirements.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    BIND=0.0.0.0:8000 \
    CONFLICTMAP_VAR=/var/lib/conflictmap
RUN useradd --system --create-home --home-dir /home/conflictmap conflictmap \
    && install -d -o conflictmap -g conflictmap /var/lib/conflictmap
WORKDIR /srv/conflictmap
COPY --from=packages /venv /venv
COPY manage.py requirements.txt LICENSE ./
COPY conflictmap ./conflictmap
COPY fixtures ./fixtures
COPY --from=frontend /build/dist ./frontend/dist
RUN python -m compileall -q conflictmap
USER conflictmap
VOLUME /var/lib/conflictmap
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=180s --retries=4 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "-c", "python:conflictmap.gunicorn"]
