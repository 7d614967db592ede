import JSON
import Juggler
import JugglerConnectors
import JugglerTesting
import OpenWorkflowRuntime
import Subprocess
import Testing

private func has(_ interpreter: String) async -> Bool {
  let result = try? await run(.name(interpreter), arguments: ["--version"], output: .discarded)
  return result?.terminationStatus.isSuccess == true
}

private func run(_ language: String, _ code: String, _ arguments: JSONObject = [:]) async throws -> JSONValue {
  let http = HTTPConnector()
  var all: JSONObject = ["language": .string(language), "code": .string(code)]
  for (key, value) in arguments { all[key] = value }
  let output: Result<JSONValue, any Error>
  do {
    output = .success(try await ScriptConnector(runner: ProcessRunner(), http: http).perform(all, in: context))
  } catch {
    output = .failure(error)
  }
  await http.shutdown()
  return try output.get()
}

private func failure(_ language: String, _ code: String, _ arguments: JSONObject = [:]) async throws -> Fault {
  try await fault { try await run(language, code, arguments) }
}

/// What needs no interpreter.
@Suite(.timeLimit(.minutes(1))) struct ScriptConnectorTests {
  @Test func knowsItsLanguages() async throws {
    let fault = try await failure("ruby", "puts 1")
    #expect(fault.type == Fault.Kind.configuration.type)
    #expect(fault.detail == #"language: expected python or js, found "ruby". Run other interpreters by a shell task"#)
  }

  @Test(arguments: [("python", "python3"), ("js", "node")])
  func saysWhichInterpreterToInstall(_ language: String, _ interpreter: String) async throws {
    let fault = try await failure(language, "1", ["environment": ["PATH": "/nowhere"]])
    #expect(fault.type == Fault.Kind.configuration.type)
    #expect(fault.detail?.hasPrefix("\(interpreter) was not found on the PATH: install") == true)
  }

  @Test(arguments: ["not a name", "a-b", "1st", "class", ""])
  func refusesVariablesThatHaveNoName(_ name: String) async throws {
    let fault = try await failure("python", "pass", ["arguments": .object([name: 1])])
    #expect(fault.type == Fault.Kind.validation.type)
    #expect(fault.detail?.contains("names that a variable can have") == true)
  }

  @Test func needsCode() async throws {
    let http = HTTPConnector()
    let scripts = ScriptConnector(runner: ProcessRunner(), http: http)
    let fault = try await fault { try await scripts.perform(["language": "js"], in: context) }
    #expect(fault.detail == "code: expected a string, or a source with a uri, found nothing")
    let ftp = try await JugglerConnectorsTests.fault {
      try await scripts.perform(["language": "js", "source": ["uri": "ftp://x/y"]], in: context)
    }
    #expect(ftp.detail?.contains("file, http or https") == true)
  }
}

@Suite(.timeLimit(.minutes(1)), .enabled("needs python3") { await has("python3") })
struct PythonScriptTests {
  @Test func outputsWhatTheScriptPrints() async throws {
    #expect(try await run("python", "print('hello')") == "hello")
    #expect(try await run("python", "import sys; print('x', file=sys.stderr)", ["return": "stderr"]) == "x")
  }

  @Test func getsAListAsArgv() async throws {
    let code = "import sys\nprint(sys.argv[1:], len(sys.argv))"
    #expect(try await run("python", code, ["arguments": ["a b", 2, [1]]]) == "['a b', '2', '[1]'] 4")
  }

  @Test func getsAMapAsVariables() async throws {
    let nasty = "\"); import os; os._exit(9) #\n'''\\"
    let values: JSONObject = [
      "name": .string(nasty), "count": 3, "big": .integer(9_007_199_254_740_993), "ratio": 0.5, "on": true,
      "nothing": .null, "list": [1, ["a": "b"]],
    ]
    let code = "import json\nprint(json.dumps([name, count, big, ratio, on, nothing, list]))"
    let output = try await run("python", code, ["arguments": .object(values)])
    #expect(
      try JSONValue(parsing: #require(output.stringValue))
        == [.string(nasty), 3, .integer(9_007_199_254_740_993), 0.5, true, .null, [1, ["a": "b"]]])
  }

  @Test func readsItsInputAndEnvironment() async throws {
    let code = "import os, sys\nprint(sys.stdin.read().upper(), os.environ['NAME'])"
    #expect(try await run("python", code, ["stdin": "héllo", "environment": ["NAME": "x"]]) == "HÉLLO x")
    #expect(try await run("python", "print(repr(input()))", ["stdin": "line\nrest"]) == "'line'")
    #expect(try await run("python", "import sys; print(repr(sys.stdin.read()))") == "''")
  }

  @Test func isTheMainModule() async throws {
    let code = """
      from dataclasses import dataclass
      @dataclass
      class Dish:
        name: str
      def cook(): return Dish("egg")
      if __name__ == "__main__": print([cook().name for _ in range(2)])
      """
    #expect(try await run("python", code) == "['egg', 'egg']")
  }

  @Test func reportsWhereItFailed() async throws {
    let fault = try await failure("python", "def cook():\n  raise ValueError('burnt')\n\ncook()\n")
    #expect(fault.type == Fault.Kind.runtime.type)
    #expect(
      fault.detail == """
        the python script exited with code 1: Traceback (most recent call last):
          File "script.py", line 4, in <module>
            cook()
          File "script.py", line 2, in cook
            raise ValueError('burnt')
        ValueError: burnt
        """)
    let syntax = try await failure("python", "x = 1\nif x\n  pass\n")
    #expect(syntax.detail?.contains(#"File "script.py", line 2"#) == true)
  }

  @Test func keepsTheExitCode() async throws {
    #expect(try await run("python", "import sys; sys.exit(4)", ["return": "code"]) == 4)
    #expect(try await failure("python", "import sys; sys.exit('sold out')").detail?.hasSuffix("sold out") == true)
  }

  @Test func mayBeLargerThanAnArgument() async throws {
    let code = "text = '" + String(repeating: "x", count: 1_000_000) + "'\nprint(len(text), len(more))"
    let more = JSONValue.string(String(repeating: "y", count: 2_000_000))
    #expect(try await run("python", code, ["arguments": ["more": more]]) == "1000000 2000000")
  }

  @Test func comesFromAFile() async throws {
    let created = try await run(
      "python",
      "import tempfile, os\nd = tempfile.mkdtemp()\nopen(d + '/my script.py', 'w').write('import sys\\nprint(sys.argv[1], __name__)')\nprint(d)"
    )
    let directory = try #require(created.stringValue)
    let http = HTTPConnector()
    let scripts = ScriptConnector(runner: ProcessRunner(), http: http)
    for uri in [
      directory + "/my script.py", "file://" + directory + "/my%20script.py", "file:" + directory + "/my script.py",
    ] {
      let output = try await scripts.perform(
        ["language": "python", "source": ["uri": .string(uri)], "arguments": ["x"]], in: context)
      #expect(output == "x __main__")
    }
    let missing = try await fault {
      try await scripts.perform(["language": "python", "source": ["uri": "/nowhere/a.py"]], in: context)
    }
    #expect(missing.detail?.contains("the script cannot be read") == true)
    _ = try await run("python", "import shutil\nshutil.rmtree(directory)", ["arguments": ["directory": created]])
  }

  @Test func comesFromAServer() async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route("GET", "/script.py") { request in
        guard request.header("authorization") == "Bearer t" else { return .status(401) }
        return .text("print('served')", contentType: "text/x-python")
      }
      let scripts = ScriptConnector(runner: ProcessRunner(), http: caller.connector)
      var source: JSONObject = ["uri": .string(upstream.url + "/script.py")]
      let denied = try await fault {
        try await scripts.perform(["language": "python", "source": .object(source)], in: context)
      }
      #expect(denied.status == 401)
      source["authentication"] = ["scheme": "bearer", "token": "t"]
      #expect(try await scripts.perform(["language": "python", "source": .object(source)], in: context) == "served")
    }
  }
}

@Suite(.timeLimit(.minutes(1)), .enabled("needs node") { await has("node") })
struct JavaScriptScriptTests {
  @Test func outputsWhatTheScriptPrints() async throws {
    #expect(try await run("js", "console.log('hello', [1, 2].at(-1))") == "hello 2")
    #expect(try await run("javascript", "console.error('x')", ["return": "stderr"]) == "x")
  }

  @Test func runsTheExampleOfTheSpecification() async throws {
    let code = """
      // Reading Input from STDIN
      import { readFileSync } from 'node:fs';
      const stdin = readFileSync(process.stdin.fd, 'utf8');
      console.log('stdin > ', stdin) // Output: stdin > Hello Workflow

      // Reading from argv
      const [_, __, arg] = process.argv;
      console.log('arg > ', arg) // Output: arg > hello

      // Reading from env
      const foo = process.env.foo;
      console.log('env > ', foo) // Output: env > bar
      """
    let output = try await run(
      "js", code, ["stdin": "Hello Workflow", "environment": ["foo": "bar"], "arguments": ["hello"]])
    #expect(output == "stdin >  Hello Workflow\narg >  hello\nenv >  bar")
  }

  @Test func getsAMapAsVariables() async throws {
    let nasty = "`${process.exit(9)}` \"; process.exit(9); // \u{2028}"
    let values: JSONObject = [
      "name": .string(nasty), "$count": 3, "on": true, "nothing": .null, "list": [1, ["a": "b"]],
    ]
    for code in ["", "import 'node:fs';\n"] {
      let output = try await run(
        "js", code + "console.log(JSON.stringify([name, $count, on, nothing, list]))", ["arguments": .object(values)])
      #expect(
        try JSONValue(parsing: #require(output.stringValue)) == [.string(nasty), 3, true, .null, [1, ["a": "b"]]])
    }
  }

  @Test func mayBeEitherKindOfModule() async throws {
    #expect(try await run("js", "const { sep } = require('path'); console.log(sep)") == "/")
    #expect(try await run("js", "import { sep } from 'node:path'; console.log(sep)") == "/")
    #expect(try await run("js", "console.log(await Promise.resolve(7))") == "7")
    #expect(try await run("js", "const os = await import('node:os'); console.log(typeof os.cpus)") == "function")
    #expect(try await run("js", "import fs from 'node:fs'; console.log(typeof require('path').join)") == "function")
    #expect(try await run("js", "setTimeout(() => console.log('late'), 1)") == "late")
    #expect(try await run("js", "import 'node:fs'", ["return": "stderr"]) == "")
  }

  @Test func readsALargeInput() async throws {
    let text = JSONValue.string(String(repeating: "0123456789", count: 100_000))
    let read = "const t = require('fs').readFileSync(0, 'utf8'); console.log(t.length)"
    #expect(try await run("js", read, ["stdin": text]) == "1000000")
    let stream = "let n = 0; process.stdin.on('data', d => n += d.length).on('end', () => console.log(n))"
    #expect(try await run("js", stream, ["stdin": text]) == "1000000")
    #expect(try await run("js", stream) == "0")
  }

  @Test func reportsWhereItFailed() async throws {
    let fault = try await failure("js", "function cook() {\n  throw new Error('burnt');\n}\n\ncook();\n")
    #expect(fault.type == Fault.Kind.runtime.type)
    let lines = fault.detail?.split(separator: "\n") ?? []
    #expect(lines.first == "the javascript script exited with code 1: Error: burnt")
    #expect(lines.count == 3)
    #expect(lines.dropFirst().first?.hasSuffix("script.js:2:9)") == true)
    #expect(lines.last?.hasSuffix("script.js:5:1)") == true || lines.last?.hasSuffix("script.js:5:1") == true)
    let module = try await failure("js", "import 'node:fs';\n\nthrow new TypeError('raw');")
    #expect(module.detail?.contains("TypeError: raw") == true)
    #expect(module.detail?.contains("script.js:3:7") == true)
    let rejected = try await failure("js", "await Promise.reject('sold out')")
    #expect(rejected.detail?.hasSuffix("Uncaught sold out") == true)
    let missing = try await failure("js", "import x from './nowhere.mjs'")
    #expect(missing.detail?.contains("nowhere.mjs") == true)
  }

  @Test func reportsSyntaxErrors() async throws {
    let fault = try await failure("js", "const a = 1;\nconst = 2;\n")
    #expect(fault.detail?.contains("script.js:2") == true, "\(fault)")
    #expect(fault.detail?.contains("SyntaxError") == true)
    let module = try await failure("js", "import 'node:fs';\nconst = 2;\n")
    #expect(module.detail?.contains("script.js:2") == true, "\(module)")
  }

  @Test func keepsTheExitCode() async throws {
    #expect(try await run("js", "process.exit(4)", ["return": "code"]) == 4)
  }
}
