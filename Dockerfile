# One image for every program: the command chooses (see docker-compose.yml).
FROM node:24-bookworm-slim AS build
WORKDIR /siar
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY apps apps
COPY libs libs
RUN npm run build && npm prune --omit=dev && find libs -name "*.ts" -delete -o -type d -empty -delete

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /siar
COPY --from=build /siar/package.json ./
COPY --from=build /siar/node_modules node_modules
COPY --from=build /siar/dist dist
# What of the libs is no code: reference data, and the functions, triggers and views of the database.
COPY --from=build /siar/libs libs
# What a worker marks there must outlive its container (docs/restoring.md).
RUN mkdir /var/lib/siar && chown node /var/lib/siar
USER node
CMD ["node", "dist/apps/publisher/main.js"]
