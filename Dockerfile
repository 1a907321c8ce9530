# One image for every program: the command chooses (see docker-compose.yml). Its base is a release of Node, named to the
# last digit; docs/deploying.md says how to name its digest.
ARG NODE=node:24.21.0-trixie-slim

# What the programs need, and the list of it. TypeScript is an optional peer of @nestjs/swagger that no program loads. "npm
# sbom --omit=dev" would leave out what tools of the developers use too.
FROM ${NODE} AS packages
WORKDIR /siar
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund && rm -rf node_modules/typescript node_modules/.bin \
  && npm pkg delete devDependencies && npm sbom --sbom-format=cyclonedx >sbom.cdx.json

FROM ${NODE} AS build
WORKDIR /siar
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY apps apps
COPY libs libs
# Without what plays the providers, and what starts all of Siar on one machine.
RUN npm run build && rm -rf dist/apps/sandbox dist/apps/standalone dist/.tsbuildinfo \
  && find libs -name "*.ts" -delete -o -type d -empty -delete

FROM ${NODE}
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /siar
# Nothing is installed or built in service. What a worker marks in /var/lib/siar must outlive its container
# (docs/restoring.md).
RUN rm -rf /usr/local/lib/node_modules /opt/yarn* \
    /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg \
  && mkdir /var/lib/siar && chown node /var/lib/siar
COPY --from=packages /siar/package.json /siar/sbom.cdx.json ./
COPY --from=packages /siar/node_modules node_modules
COPY --from=build /siar/dist dist
# Works of others that are passed on with the console (CC BY 4.0 asks for their names).
COPY NOTICE ./
# What of the libs is no code: reference data, and the functions, triggers and views of the database.
COPY --from=build /siar/libs libs
USER node
CMD ["node", "dist/apps/publisher/main.js"]
