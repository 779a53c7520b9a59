/**
 * Writes a request as a program. Nothing here knows of pages, so that programs can be made, and run,
 * by tests.
 *
 * @typedef {{name: string, value?: string, file?: {name: string, type: string}}} Part
 * @typedef {{method: string, url: string, headers: [string, string][], json?: any, parts?: Part[],
 *   saveAs?: string|null}} Wish `json` is a body in JSON, `parts` one of a form; `saveAs` names the
 *   file for an answer that isn't text
 */

export const LANGUAGES = [
  { id: "curl", label: "curl", write: curl },
  { id: "python", label: "Python", write: python },
  { id: "javascript", label: "JavaScript", write: javascript },
  { id: "java", label: "Java", write: java },
  { id: "go", label: "Go", write: go },
];

const quoted = (text) => JSON.stringify(String(text));
const headersOf = (wish) => (wish.json === undefined ? wish.headers : [...wish.headers, ["Content-Type", "application/json"]]);

/** @param {Wish} wish */
function curl(wish) {
  const shell = (text) => `'${String(text).replaceAll("'", "'\\''")}'`;
  const lines = [`curl -sS --fail-with-body -X ${wish.method} ${shell(wish.url)}`];
  headersOf(wish).forEach(([name, value]) => lines.push(`-H ${shell(`${name}: ${value}`)}`));
  if (wish.json !== undefined) {
    lines.push(`--data-raw ${shell(JSON.stringify(wish.json))}`);
  }
  for (const part of wish.parts ?? []) {
    const text = part.file ? `-F ${shell(`${part.name}=@${part.file.name};type=${part.file.type}`)}` : `--form-string ${shell(`${part.name}=${part.value}`)}`;
    lines.push(text);
  }
  if (wish.saveAs) {
    lines.push(`-o ${wish.saveAs}`);
  }
  return lines.join(" \\\n  ");
}

function pythonValue(value, indent = "") {
  if (value === null || value === true || value === false) {
    return { null: "None", true: "True", false: "False" }[String(value)];
  }
  if (Array.isArray(value)) {
    return `[${value.map((each) => pythonValue(each, indent)).join(", ")}]`;
  }
  if (typeof value === "object") {
    const inner = `${indent}    `;
    const fields = Object.entries(value).map(([name, each]) => `${inner}${quoted(name)}: ${pythonValue(each, inner)},\n`);
    return fields.length === 0 ? "{}" : `{\n${fields.join("")}${indent}}`;
  }
  return JSON.stringify(value);
}

/** @param {Wish} wish */
function python(wish) {
  const lines = [];
  if (wish.json !== undefined) {
    lines.push("import json");
  }
  lines.push("import urllib.request", "");
  if (wish.parts) {
    lines.push('edge = "snippet-edge"', "body = bytearray()");
    for (const part of wish.parts) {
      const name = part.name.replaceAll('"', "%22");
      if (part.file) {
        const head = `Content-Disposition: form-data; name="${name}"; filename="${part.file.name}"\r\nContent-Type: ${part.file.type}\r\n\r\n`;
        lines.push(`body += f"--{edge}\\r\\n".encode() + ${quoted(head)}.encode()`, `body += open(${quoted(part.file.name)}, "rb").read() + b"\\r\\n"`);
      } else {
        const text = `Content-Disposition: form-data; name="${name}"\r\n\r\n${part.value}\r\n`;
        lines.push(`body += f"--{edge}\\r\\n".encode() + ${quoted(text)}.encode()`);
      }
    }
    lines.push('body += f"--{edge}--\\r\\n".encode()');
  } else if (wish.json !== undefined) {
    lines.push(`body = json.dumps(${pythonValue(wish.json)}).encode()`);
  }
  const hasBody = wish.parts || wish.json !== undefined;
  lines.push(`request = urllib.request.Request(${quoted(wish.url)}, ${hasBody ? "data=body, " : ""}method=${quoted(wish.method)})`);
  headersOf(wish).forEach(([name, value]) => lines.push(`request.add_header(${quoted(name)}, ${quoted(value)})`));
  if (wish.parts) {
    lines.push('request.add_header("Content-Type", f"multipart/form-data; boundary={edge}")');
  }
  lines.push("with urllib.request.urlopen(request) as answer:");
  lines.push(wish.saveAs ? `    open(${quoted(wish.saveAs)}, "wb").write(answer.read())` : "    print(answer.read().decode())");
  return lines.join("\n");
}

/** @param {Wish} wish */
function javascript(wish) {
  const files = (wish.parts ?? []).some((part) => part.file);
  const imports = [files && "readFile", wish.saveAs && "writeFile"].filter(Boolean);
  const lines = imports.length > 0 ? [`import { ${imports.join(", ")} } from "node:fs/promises";`, ""] : [];
  if (wish.parts) {
    lines.push("const form = new FormData();");
    for (const part of wish.parts) {
      lines.push(
        part.file
          ? `form.append(${quoted(part.name)}, new Blob([await readFile(${quoted(part.file.name)})], { type: ${quoted(part.file.type)} }), ${quoted(part.file.name)});`
          : `form.append(${quoted(part.name)}, ${quoted(part.value)});`,
      );
    }
    lines.push("");
  }
  lines.push(`const answer = await fetch(${quoted(wish.url)}, {`, `  method: ${quoted(wish.method)},`, "  headers: {");
  headersOf(wish).forEach(([name, value]) => lines.push(`    ${quoted(name)}: ${quoted(value)},`));
  lines.push("  },");
  if (wish.parts) {
    lines.push("  body: form,");
  } else if (wish.json !== undefined) {
    lines.push(`  body: JSON.stringify(${JSON.stringify(wish.json, null, 2).replaceAll("\n", "\n  ")}),`);
  }
  lines.push("});", "if (!answer.ok) {", "  throw new Error(`${answer.status} ${await answer.text()}`);", "}");
  lines.push(wish.saveAs ? `await writeFile(${quoted(wish.saveAs)}, Buffer.from(await answer.arrayBuffer()));` : "console.log(await answer.text());");
  return lines.join("\n");
}

/** @param {Wish} wish */
function java(wish) {
  const lines = ["import java.net.URI;", "import java.net.http.HttpClient;", "import java.net.http.HttpRequest;", "import java.net.http.HttpResponse;"];
  if (wish.parts) {
    lines.push("import java.io.ByteArrayOutputStream;", "import java.nio.charset.StandardCharsets;");
  }
  if (wish.parts || wish.saveAs) {
    lines.push("import java.nio.file.Files;", "import java.nio.file.Path;");
  }
  lines.push("", "public class Main {", "  public static void main(String[] args) throws Exception {");
  let publisher = "HttpRequest.BodyPublishers.noBody()";
  if (wish.parts) {
    lines.push('    String edge = "snippet-edge";', "    ByteArrayOutputStream body = new ByteArrayOutputStream();");
    for (const part of wish.parts) {
      const rest = part.file ? `; filename="${part.file.name}"\r\nContent-Type: ${part.file.type}` : "";
      const head = `\r\nContent-Disposition: form-data; name="${part.name}"${rest}\r\n\r\n`;
      lines.push(`    body.write(("--" + edge + ${quoted(head)}).getBytes(StandardCharsets.UTF_8));`);
      lines.push(part.file ? `    body.write(Files.readAllBytes(Path.of(${quoted(part.file.name)})));` : `    body.write(${quoted(part.value)}.getBytes(StandardCharsets.UTF_8));`);
      lines.push('    body.write("\\r\\n".getBytes(StandardCharsets.UTF_8));');
    }
    lines.push('    body.write(("--" + edge + "--\\r\\n").getBytes(StandardCharsets.UTF_8));');
    publisher = "HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())";
  } else if (wish.json !== undefined) {
    lines.push(`    String body = ${quoted(JSON.stringify(wish.json))};`);
    publisher = "HttpRequest.BodyPublishers.ofString(body)";
  }
  lines.push(`    HttpRequest request = HttpRequest.newBuilder(URI.create(${quoted(wish.url)}))`);
  headersOf(wish).forEach(([name, value]) => lines.push(`        .header(${quoted(name)}, ${quoted(value)})`));
  if (wish.parts) {
    lines.push('        .header("Content-Type", "multipart/form-data; boundary=" + edge)');
  }
  lines.push(`        .method(${quoted(wish.method)}, ${publisher})`, "        .build();");
  const type = wish.saveAs ? "byte[]" : "String";
  const handler = wish.saveAs ? "ofByteArray" : "ofString";
  lines.push(`    HttpResponse<${type}> answer =`, `        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.${handler}());`);
  lines.push("    if (answer.statusCode() >= 300) {", '      throw new IllegalStateException("the server answered " + answer.statusCode());', "    }");
  lines.push(wish.saveAs ? `    Files.write(Path.of(${quoted(wish.saveAs)}), answer.body());` : "    System.out.println(answer.body());");
  lines.push("  }", "}");
  return lines.join("\n");
}

/** @param {Wish} wish */
function go(wish) {
  const files = (wish.parts ?? []).some((part) => part.file);
  const imports = ["fmt", "io", "net/http"];
  if (wish.parts) {
    imports.push("bytes", "mime/multipart");
  }
  if (files) {
    imports.push("net/textproto");
  }
  if (files || wish.saveAs) {
    imports.push("os");
  }
  if (wish.json !== undefined) {
    imports.push("strings");
  }
  const check = ["\tif err != nil {", "\t\tpanic(err)", "\t}"];
  const lines = ["package main", "", "import (", ...imports.sort().map((name) => `\t"${name}"`), ")", "", "func main() {"];
  let reader = "nil";
  if (wish.parts) {
    lines.push("\tvar body bytes.Buffer", "\tform := multipart.NewWriter(&body)");
    wish.parts.forEach((part, i) => {
      if (part.file) {
        const disposition = `form-data; name="${part.name}"; filename="${part.file.name}"`;
        lines.push(
          `\tfile${i}, err := os.ReadFile(${quoted(part.file.name)})`,
          ...check,
          `\tpart${i}, err := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {${quoted(disposition)}}, "Content-Type": {${quoted(part.file.type)}}})`,
          ...check,
          `\tpart${i}.Write(file${i})`,
        );
      } else {
        lines.push(`\tform.WriteField(${quoted(part.name)}, ${quoted(part.value)})`);
      }
    });
    lines.push("\tform.Close()");
    reader = "&body";
  } else if (wish.json !== undefined) {
    lines.push(`\tbody := strings.NewReader(${quoted(JSON.stringify(wish.json))})`);
    reader = "body";
  }
  lines.push(`\trequest, err := http.NewRequest(${quoted(wish.method)}, ${quoted(wish.url)}, ${reader})`, ...check);
  headersOf(wish).forEach(([name, value]) => lines.push(`\trequest.Header.Set(${quoted(name)}, ${quoted(value)})`));
  if (wish.parts) {
    lines.push('\trequest.Header.Set("Content-Type", form.FormDataContentType())');
  }
  lines.push("\tanswer, err := http.DefaultClient.Do(request)", ...check, "\tdefer answer.Body.Close()", "\tcontent, err := io.ReadAll(answer.Body)", ...check);
  lines.push("\tif answer.StatusCode >= 300 {", '\t\tpanic(fmt.Sprintf("the server answered %d: %s", answer.StatusCode, content))', "\t}");
  lines.push(wish.saveAs ? `\tif err := os.WriteFile(${quoted(wish.saveAs)}, content, 0o644); err != nil {\n\t\tpanic(err)\n\t}` : "\tfmt.Println(string(content))");
  lines.push("}");
  return lines.join("\n");
}
