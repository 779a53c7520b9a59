/**
 * The only door out of the server: fetches the URLs callers give and delivers callbacks, to public
 * addresses alone.
 *
 * <p>A request goes {@link dev.mynah.server.fetch.UrlPolicy} (strict parsing; one spelling of each
 * host) then {@link dev.mynah.server.fetch.HostResolver} (asked once) then {@link
 * dev.mynah.server.fetch.AddressPolicy} (every answer must be public, or the URL is refused), and
 * only then is a socket opened, to one of the very addresses that were vetted. The HTTP layer above
 * is handed that connected socket: it can neither resolve a name nor open a connection, so nothing
 * it reads can lead it elsewhere. Each redirect starts again at the first step.
 *
 * <p>Every call runs under a guard that closes its sockets when its time is up or it is cancelled,
 * so a peer that drips one byte at a time, in headers, in a TLS record or in a body, costs no more
 * than the total time allowed. There is no connection pool, proxy, cookie, credential or cache.
 */
@NullMarked
package dev.mynah.server.fetch;

import org.jspecify.annotations.NullMarked;
