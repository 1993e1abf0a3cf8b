# The app for everybody's own machine: docker build -t wan-r2v-studio . (README.md, "Deploy").
FROM python:3.12-slim

# A user of its own, with a fixed number so that a folder of the host's can be given to it.
RUN useradd --uid 1000 --create-home studio && install -d -o studio -g studio /data

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY README.md LICENSE CHANGELOG.md REFERENCE.md app.py ./
COPY lib lib
COPY assets assets

# Inside a container the page must listen on every address; what reaches it is for `docker run -p` to say.
ENV GRADIO_SERVER_NAME=0.0.0.0 \
    GRADIO_SERVER_PORT=7860 \
    R2V_DATA_DIR=/data \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
VOLUME /data
EXPOSE 7860
USER studio

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['GRADIO_SERVER_PORT']}/healthz\", timeout=4)"]

# The exec form: the app itself hears `docker stop`, and jobs go on at the next start.
CMD ["python", "app.py"]
