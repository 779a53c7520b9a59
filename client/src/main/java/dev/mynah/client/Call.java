package dev.mynah.client;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to be made, as often as it takes.
 *
 * @param method such as GET
 * @param url absolute
 * @param headers besides the key and what the body brings
 * @param body null for none
 * @param keyed whether the API key goes with it
 * @param repeatable whether sending it twice does no harm
 * @param patient whether its answer may take until the deadline, since it waits for work
 */
record Call(
    String method,
    URI url,
    Map<String, String> headers,
    @Nullable Body body,
    boolean keyed,
    boolean repeatable,
    boolean patient) {

  static Call get(URI url) {
    return new Call("GET", url, Map.of(), null, true, true, false);
  }

  static Call delete(URI url) {
    return new Call("DELETE", url, Map.of(), null, true, true, false);
  }

  static Call patch(URI url, Body body) {
    return new Call("PATCH", url, Map.of(), body, true, true, false);
  }

  static Call post(URI url, Body body) {
    return new Call("POST", url, Map.of(), body, true, false, false);
  }

  /** A file somewhere else, which the key is none of the business of. */
  static Call download(URI url) {
    return new Call("GET", url, Map.of(), null, false, true, false);
  }

  Call withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Call(method, url, Map.copyOf(more), body, keyed, repeatable, patient);
  }

  /** The service knows repetitions by this name, so that they do no harm. */
  Call withIdempotencyKey(String key) {
    return withHeader("Idempotency-Key", key).asRepeatable();
  }

  Call asRepeatable() {
    return new Call(method, url, headers, body, keyed, true, patient);
  }

  Call asPatient() {
    return new Call(method, url, headers, body, keyed, repeatable, true);
  }

  /** Returns the same, elsewhere. */
  Call at(URI other) {
    return new Call(method, other, headers, body, keyed, repeatable, patient);
  }

  /** Returns a plain GET elsewhere, as after 303. */
  Call asGetAt(URI other) {
    return new Call("GET", other, headers, null, keyed, true, patient);
  }

  /** Returns what this is in a sentence: method and path, without host or query. */
  String words() {
    return method + " " + url.getPath();
  }
}
