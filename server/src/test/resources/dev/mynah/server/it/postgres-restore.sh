pg_restore --exit-on-error --no-owner --dbname="$PG_URL_RESTORED" /var/backups/mynah/mynah.dump
mkdir -p /var/lib/mynah-restored
tar -C /var/lib/mynah-restored -xzf /var/backups/mynah/files.tar.gz
