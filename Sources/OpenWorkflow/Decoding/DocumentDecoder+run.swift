internal import JSON

extension DocumentDecoder {
  func run(_ cursor: Cursor, _ scope: Scope) -> RunTask? {
    guard var fields = fields(cursor, as: "a mapping with 'shell', 'script', 'container' or 'workflow'") else {
      return nil
    }
    let awaits = fields.take("await").flatMap(bool) ?? true
    let returns = fields.take("return").flatMap { choice($0, RunTask.Return.self) } ?? .stdout
    let process = single(["container", "script", "shell", "workflow"], of: &fields, "a process")
    close(fields)
    guard let process else { return nil }
    let decoded: RunTask.Process? =
      switch process.lastKey {
      case "container": container(process, scope).map { .container($0) }
      case "script": script(process, scope).map { .script($0) }
      case "shell": shell(process, scope).map { .shell($0) }
      default: subflow(process, scope).map { .workflow($0) }
      }
    return decoded.map { RunTask(process: $0, awaits: awaits, returns: returns) }
  }

  private func shell(_ cursor: Cursor, _ scope: Scope) -> ShellProcess? {
    guard var fields = fields(cursor, as: "a mapping with 'command'") else { return nil }
    let command = require("command", of: &fields, "the shell command").flatMap { textTemplate($0, scope) }
    let stdin = fields.take("stdin").flatMap { textTemplate($0, scope) }
    let arguments = arguments(fields.take("arguments"), scope)
    let environment = fields.take("environment").flatMap { mappingTemplate($0, scope, of: "variables") }
    close(fields)
    guard let command else { return nil }
    return ShellProcess(command: command, stdin: stdin, arguments: arguments, environment: environment)
  }

  private func script(_ cursor: Cursor, _ scope: Scope) -> ScriptProcess? {
    guard var fields = fields(cursor, as: "a mapping with 'language' and 'code'") else { return nil }
    let language = require("language", of: &fields, "'javascript' or 'python'").flatMap(scriptLanguage)
    let stdin = fields.take("stdin").flatMap { textTemplate($0, scope) }
    let arguments = arguments(fields.take("arguments"), scope)
    let environment = fields.take("environment").flatMap { mappingTemplate($0, scope, of: "variables") }
    let source = single(["code", "source"], of: &fields, "the script")
    close(fields)
    let decoded: ScriptProcess.Source? = source.flatMap { cursor in
      cursor.lastKey == "code" ? code(cursor, scope) : externalResource(cursor, scope).map { .resource($0) }
    }
    guard let language, let decoded else { return nil }
    return ScriptProcess(
      language: language, source: decoded, stdin: stdin, arguments: arguments, environment: environment)
  }

  /// Code is taken as it stands, since `${name}` is JavaScript, too; only one expression for all of it is evaluated.
  private func code(_ cursor: Cursor, _ scope: Scope) -> ScriptProcess.Source? {
    guard let text = text(cursor, as: "the code") else { return nil }
    guard let inner = ExpressionText.whole(text) else { return .code(.literal(cursor.value)) }
    return compile(inner, cursor, scope).map { .code(.expression($0)) }
  }

  private func scriptLanguage(_ cursor: Cursor) -> ScriptProcess.Language? {
    let names = ["javascript", "js", "python"]
    guard let name = choice(cursor, of: names) else { return nil }
    return name == "python" ? .python : .javascript
  }

  private func container(_ cursor: Cursor, _ scope: Scope) -> ContainerProcess? {
    guard var fields = fields(cursor, as: "a mapping with 'image'") else { return nil }
    let image = require("image", of: &fields, "the image to run").flatMap { textTemplate($0, scope) }
    let name = fields.take("name").flatMap { textTemplate($0, scope) }
    let command = fields.take("command").flatMap { textTemplate($0, scope) }
    let ports = fields.take("ports").flatMap { mappingTemplate($0, scope, of: "ports") }
    let volumes = fields.take("volumes").flatMap { mappingTemplate($0, scope, of: "volumes") }
    let environment = fields.take("environment").flatMap { mappingTemplate($0, scope, of: "variables") }
    let stdin = fields.take("stdin").flatMap { textTemplate($0, scope) }
    let arguments = arguments(fields.take("arguments"), scope)
    let cleanup = fields.take("lifetime").map { lifetime($0, scope) } ?? .never
    let pullPolicy = fields.take("pullPolicy").flatMap { choice($0, ContainerProcess.PullPolicy.self) } ?? .ifNotPresent
    close(fields)
    guard let image, let cleanup else { return nil }
    return ContainerProcess(
      image: image, name: name, command: command, ports: ports, volumes: volumes, environment: environment,
      stdin: stdin, arguments: arguments, cleanup: cleanup, pullPolicy: pullPolicy)
  }

  private func lifetime(_ cursor: Cursor, _ scope: Scope) -> ContainerProcess.Cleanup? {
    guard var fields = fields(cursor, as: "a mapping with 'cleanup'") else { return nil }
    let cleanup = require("cleanup", of: &fields, "'always', 'never' or 'eventually'")
      .flatMap { choice($0, of: ["always", "never", "eventually"]) }
    let after = fields.take("after")
    let delay = after.flatMap { duration($0, scope) }
    close(fields)
    switch cleanup {
    case nil: return nil
    case "eventually":
      if after == nil { error("'cleanup: eventually' needs 'after': how long the container is kept", atKeyOf: cursor) }
      return delay.map { .eventually(after: $0) }
    default:
      if let after { error("'after' has a meaning only with 'cleanup: eventually'; remove it", atKeyOf: after) }
      return cleanup == "always" ? .always : .never
    }
  }

  private func subflow(_ cursor: Cursor, _ scope: Scope) -> WorkflowProcess? {
    guard var fields = fields(cursor, as: "a mapping with 'namespace', 'name' and 'version'") else { return nil }
    let namespace = require("namespace", of: &fields, "the namespace of the workflow to run").flatMap { fixedText($0) }
    let name = require("name", of: &fields, "the workflow to run").flatMap { fixedText($0) }
    let version = fields.take("version").map { fixedText($0) } ?? "latest"
    let input = fields.take("input").flatMap { template($0, scope) }
    close(fields)
    guard let namespace, let name, let version else { return nil }
    return WorkflowProcess(namespace: namespace, name: name, version: version, input: input)
  }

  private func arguments(_ cursor: Cursor?, _ scope: Scope) -> ProcessArguments {
    guard let cursor else { return .none }
    switch cursor.node.content {
    case .sequence: return textTemplates(cursor, scope, of: "texts").map { .list($0) } ?? .none
    case .mapping(let members):
      let values = collected(members.map { template(cursor.descend($0), scope) }) ?? []
      return .map(zip(members, values).map { ($0.key, $1) })
    case .scalar:
      if let text = cursor.text, let inner = ExpressionText.whole(text) {
        return compile(inner, cursor, scope).map { .expression($0) } ?? .none
      }
      expected("a list of texts, a mapping, or an expression '${ … }'", cursor)
      return .none
    }
  }
}
