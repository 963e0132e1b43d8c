# Builds the image of Roost: docker build -t roost .
# Nothing secret goes into it. Give secrets at run time, as files; see docs/deployment.md.

FROM swift:6.3-bookworm AS build
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      libcurl4-openssl-dev libsqlite3-dev libpq-dev libhiredis-dev libvips-dev libpango1.0-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# Tests come along too: the package cannot be loaded without the folders of its targets. .dockerignore keeps the rest out.
COPY . .
# The cache keeps dependencies and objects between builds; the program is copied out of it. With the Swift runtime linked
# in, the next stage needs none.
RUN --mount=type=cache,target=/src/.build,sharing=locked \
    swift build -c release --product roost --static-swift-stdlib \
 && swift build -c release --product roost-media --static-swift-stdlib \
 && install -D -m 0755 -t /out "$(swift build -c release --static-swift-stdlib --show-bin-path)"/roost \
      "$(swift build -c release --static-swift-stdlib --show-bin-path)"/roost-media \
 && strip --strip-debug /out/roost /out/roost-media

FROM debian:bookworm-slim
# libstdc++6 is for Foundation; libvips42, pango and fonts are for the media worker (docs/media.md). tzdata comes from here and not from the base image, which may have an older one.
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      ca-certificates libcurl4 libhiredis0.14 libpq5 libsqlite3-0 libstdc++6 tzdata \
      libvips42 libpango-1.0-0 libpangocairo-1.0-0 libcairo2 fonts-dejavu-core fonts-noto-color-emoji \
 && rm -rf /var/lib/apt/lists/*
# Roost reads the rules of time zones from here. Older ones send reminders at the wrong hour: British Columbia, Alberta and
# Morocco changed in 2026. An image keeps the rules it was built with, so build it anew (--no-cache) when they change.
RUN rules=$(sed -n '1s/^# version //p' /usr/share/zoneinfo/tzdata.zi) \
 && echo "time-zone rules: ${rules:-none}" \
 && expr "$rules" '>=' 2026c >/dev/null
RUN groupadd --system --gid 10001 roost \
 && useradd --system --uid 10001 --gid roost --no-create-home --home-dir /data --shell /usr/sbin/nologin roost \
 && install -d -o roost -g roost -m 0750 /data
COPY --from=build /out/roost /out/roost-media /usr/local/bin/
# A missing library is found here and not at the first start.
RUN roost --help >/dev/null && roost-media --check

USER 10001:10001
# roost.db, and roost.yaml if there is one.
WORKDIR /data
VOLUME /data
ENV HTTP_PORT=8080
EXPOSE 8080
STOPSIGNAL SIGTERM
# The port is there once Telegram has answered and the schema is up to date.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["roost", "health"]
ENTRYPOINT ["roost"]
CMD ["run"]
