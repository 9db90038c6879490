# The program recoupe, built from the sources. Model weights and DuckDB come with it: about 2 GB, twenty minutes once.
FROM debian:12.11-slim AS build
WORKDIR /opt/recoupe
COPY . .
RUN tools/setup release

FROM debian:12.11-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates libcurl4 libgomp1 libicu72 libmongoc-1.0-0 libpq5 libsodium23 \
      libtomlplusplus3 libzip4 python3 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --home-dir /srv/auditor --uid 10001 auditor
COPY --from=build /opt/recoupe /opt/recoupe
ENV PATH=/opt/recoupe/build/release:$PATH PYTHONPATH=/opt/recoupe/build/release/python
USER auditor
WORKDIR /srv/auditor
ENTRYPOINT ["recoupe"]
CMD ["--help"]
