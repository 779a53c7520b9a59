pg_dump --format=custom --file=/var/backups/mynah/mynah.dump "$PG_URL"
tar -C /var/lib/mynah --exclude=./cache -czf /var/backups/mynah/files.tar.gz .
