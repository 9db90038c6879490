# JupyterLab with recoupe. Its .mcp.json names the servers of compose.yaml.
FROM recoupe:0.1.0
USER root
RUN /opt/recoupe/.deps/venv/bin/python -m pip install --no-cache-dir jupyterlab==4.6.6 \
 && install -d -o auditor -g auditor /srv/auditor/work
USER auditor
WORKDIR /srv/auditor/work
ENV HOME=/tmp
ENTRYPOINT ["/opt/recoupe/.deps/venv/bin/jupyter"]
CMD ["lab", "--ip=0.0.0.0", "--port=8888", "--no-browser", "--ServerApp.root_dir=/srv/auditor/work"]
