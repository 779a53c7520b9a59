/** Reads the OpenAPI document: operations, their parameters, their schemas. */

/**
 * @typedef {{id: string, method: string, path: string, tag: string, summary: string,
 *   description: string, scope: string, open: boolean, socket: any, parameters: any[],
 *   body: any, responses: Record<string, any>}} Operation
 */

const METHODS = ["get", "post", "put", "patch", "delete"];

export class ApiDocument {
  #root;

  /** @param {any} root the document as JSON */
  constructor(root) {
    this.#root = root;
  }

  /** @returns {any} title, version, description */
  get info() {
    return this.#root.info;
  }

  /** @returns {{name: string, description: string}[]} the dialects */
  get tags() {
    return this.#root.tags;
  }

  /**
   * Follows references until there is none.
   *
   * @param {any} node
   * @returns {any}
   */
  resolve(node) {
    let at = node;
    while (at?.$ref) {
      at = at.$ref
        .slice(2)
        .split("/")
        .reduce((found, step) => found?.[step.replaceAll("~1", "/").replaceAll("~0", "~")], this.#root);
    }
    return at;
  }

  /**
   * Returns a schema with what it is put together from written out: references, and `allOf`.
   *
   * @param {any} schema
   * @returns {any}
   */
  flat(schema) {
    const resolved = this.resolve(schema) ?? {};
    if (!resolved.allOf) {
      return resolved;
    }
    const { allOf, ...own } = resolved;
    return [...allOf.map((part) => this.flat(part)), own].reduce((whole, part) => ({
      ...whole,
      ...part,
      properties: whole.properties || part.properties ? { ...whole.properties, ...part.properties } : undefined,
      required: [...(whole.required ?? []), ...(part.required ?? [])],
    }));
  }

  /** @returns {Operation[]} all operations, in the order they are written in */
  get operations() {
    return Object.entries(this.#root.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) => this.#operation(path, item, method)),
    );
  }

  #operation(path, item, method) {
    const node = item[method];
    return {
      id: node.operationId,
      method: method.toUpperCase(),
      path,
      tag: node.tags[0],
      summary: node.summary,
      description: node.description ?? "",
      scope: node["x-scope"] ?? "",
      open: Boolean(node.security?.some((way) => Object.keys(way).length === 0)),
      socket: node["x-websocket"] ?? null,
      parameters: [...(item.parameters ?? []), ...(node.parameters ?? [])].map((each) => this.resolve(each)),
      body: node.requestBody ? this.resolve(node.requestBody) : null,
      responses: Object.fromEntries(Object.entries(node.responses).map(([status, answer]) => [status, this.resolve(answer)])),
    };
  }
}

/**
 * Loads the document from the server.
 *
 * @param {{signal?: AbortSignal}} [how]
 * @returns {Promise<ApiDocument>}
 */
export async function loadDocument({ signal } = {}) {
  const answer = await fetch("openapi.json", { signal, credentials: "omit" });
  if (!answer.ok) {
    throw new Error(`The document could not be loaded: the server answered ${answer.status}.`);
  }
  return new ApiDocument(await answer.json());
}

/**
 * Returns the examples of a body or a parameter, by their names.
 *
 * @param {any} content
 * @returns {{name: string, summary: string, value: any}[]}
 */
export function examplesOf(content) {
  const named = Object.entries(content.examples ?? {}).map(([name, each]) => ({ name, summary: each.summary ?? name, value: each.value }));
  return content.example === undefined ? named : [{ name: "example", summary: "Example", value: content.example }, ...named];
}

/**
 * Writes the type of a schema in a few words.
 *
 * @param {any} schema without references
 * @returns {string}
 */
export function typeOf(schema) {
  if (schema.format === "binary") {
    return "file";
  }
  if (schema.const !== undefined) {
    return JSON.stringify(schema.const);
  }
  if (schema.type === undefined) {
    return schema.anyOf ? "one of several" : "any";
  }
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return types.map((type) => (type === "array" ? "list" : type)).join(" or ");
}

/**
 * Writes what a schema demands of a value: range, lengths, default.
 *
 * @param {any} schema without references
 * @returns {string[]}
 */
export function boundsOf(schema) {
  const found = [];
  const least = schema.minimum ?? schema.exclusiveMinimum;
  if (least !== undefined && schema.maximum !== undefined) {
    found.push(`${schema.exclusiveMinimum === undefined ? "" : "above "}${least} to ${schema.maximum}`);
  } else if (least !== undefined) {
    found.push(`at least ${least}`);
  } else if (schema.maximum !== undefined) {
    found.push(`at most ${schema.maximum}`);
  }
  if (schema.maxLength !== undefined) {
    found.push(`at most ${schema.maxLength.toLocaleString("en")} characters`);
  }
  if (schema.maxItems !== undefined) {
    found.push(`at most ${schema.maxItems} entries`);
  }
  if (schema.default !== undefined) {
    found.push(`default ${JSON.stringify(schema.default)}`);
  }
  return found;
}
