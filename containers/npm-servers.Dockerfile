# The MCP servers that npm has, each at the version that the tests run.
FROM node:22.17.0-bookworm-slim
RUN npm install --global --no-audit --no-fund --ignore-scripts \
      mcp-mongo-server@3.0.1 mongodb-mcp-server@3.0.4 @bytebase/dbhub@1.4.0 @modelcontextprotocol/server-postgres@0.6.2
COPY listens.js /opt/listens.js
USER node
