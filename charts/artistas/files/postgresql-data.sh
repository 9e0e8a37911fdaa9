# A newer server would refuse the data of an older one in a sentence that helps nobody.
if [ -s "$PGDATA/PG_VERSION" ]; then
  have=$(cat "$PGDATA/PG_VERSION")
  [ "$have" = "$PG_MAJOR" ] && exit 0
  echo "The data are of PostgreSQL $have, and this image is PostgreSQL $PG_MAJOR. Set postgresql.image.tag back to $have; to go to $PG_MAJOR, dump the database, start with an empty volume, and restore it."
  exit 1
fi
# New data are made beside their place and moved there when they are whole: a first start that is killed on its way leaves
# nothing that the next one takes for a database. The order of texts is the same on every node, whatever its C library.
new=$PGDATA.new
rm -rf "$new"
initdb -D "$new" --username=artistas --pwfile="$PASSWORD_FILE" --auth-local=trust --auth-host=scram-sha-256 \
  --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 --data-checksums
echo 'host all all all scram-sha-256' >>"$new/pg_hba.conf"
echo 'CREATE DATABASE artistas' | postgres --single -D "$new" postgres >/dev/null
# Which ends well, whatever became of the statement; this one does not, where there is no such database.
postgres --single -D "$new" artistas </dev/null >/dev/null
mv -T "$new" "$PGDATA"
