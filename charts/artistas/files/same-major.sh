[ -s "$PGDATA/PG_VERSION" ] || exit 0
have=$(cat "$PGDATA/PG_VERSION")
[ "$have" = "$PG_MAJOR" ] && exit 0
echo "The data are of PostgreSQL $have, and this image is PostgreSQL $PG_MAJOR. Set postgresql.image.tag back to $have; to go to $PG_MAJOR, dump the database, start with an empty volume, and restore it."
exit 1
