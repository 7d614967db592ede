/// The code that runs a script. It reads a header of 12 digits and a JSON text of that many bytes from the standard
/// input and leaves the rest of it to the script: so neither the script nor its arguments are limited in size, shown in
/// the list of processes or written to a disk.
extension ScriptLanguage {
  /// Runs the code as the main module: lines are numbered as written, and tracebacks begin in the script.
  static let pythonBootstrap = """
    import json, linecache, os, sys, traceback, types

    def read(count):
        data = b""
        while len(data) < count:
            part = os.read(0, count - len(data))
            if not part:
                sys.exit("the script was not received")
            data += part
        return data

    job = json.loads(read(int(read(12))))
    name, path = job["name"], job.get("path")
    try:
        if path is None:
            code = job["code"]
        else:
            with open(path, encoding="utf-8") as file:
                code = file.read()
            name = path
            sys.path[0] = os.path.dirname(os.path.abspath(path))
    except OSError as error:
        sys.exit("the script cannot be read: " + str(error))
    linecache.cache[name] = (len(code), None, code.splitlines(True), name)
    sys.argv = [name] + job["arguments"]
    main = types.ModuleType("__main__")
    main.__file__ = name
    main.__builtins__ = __builtins__
    main.__dict__.update(job["variables"])
    sys.modules["__main__"] = main
    try:
        exec(compile(code, name, "exec", dont_inherit=True), main.__dict__)
    except Exception as error:
        frames = error.__traceback__
        while frames is not None and frames.tb_frame.f_globals is not main.__dict__:
            frames = frames.tb_next
        sys.stdout.flush()
        traceback.print_exception(type(error), error, frames)
        sys.stderr.flush()
        sys.exit(1)
    """

  /// Runs the code as a CommonJS module, or as an ECMAScript module when only that can be compiled, in the working
  /// directory: `require` and `import` find what is installed there.
  static let javascriptBootstrap = #"""
    'use strict';
    const fs = require('node:fs'), Module = require('node:module'), os = require('node:os');
    const path = require('node:path'), url = require('node:url'), vm = require('node:vm');

    function read(count) {
      const data = Buffer.alloc(count);
      for (let length = 0; length < count;) {
        const part = fs.readSync(0, data, length, count - length, null);
        if (part === 0) throw new Error('the script was not received');
        length += part;
      }
      return data.toString();
    }

    // A pipe that Node.js reads from synchronously fails whenever it is empty for a moment, a file does not.
    function spoolInput() {
      const input = fs.readFileSync(0);
      const file = path.join(os.tmpdir(), `juggler-${process.pid}-${Date.now()}`);
      if (input.length > 0) fs.writeFileSync(file, input, { mode: 0o600, flag: 'wx' });
      fs.closeSync(0);
      fs.openSync(input.length > 0 ? file : os.devNull, 'r');
      if (input.length > 0) fs.unlinkSync(file);
    }

    function fail(error) {
      const text = String(error instanceof Error ? error.stack ?? error : `Uncaught ${error}`);
      const lines = text.split('\n').filter(line => !/^\s+at .*(\[eval\]|node:internal|node:vm)/.test(line));
      fs.writeSync(2, lines.join('\n') + '\n');
      process.exit(1);
    }

    // Node.js knows where a module's syntax is wrong, but tells it only of errors that nobody catches.
    function failSyntax(error) {
      error.stack = String(error);
      process.nextTick(() => { throw error; });
    }

    function compileModule(code, file, load) {
      const emitWarning = process.emitWarning;
      process.emitWarning = (...details) => {
        if (!String(details[0]).includes('VM Modules')) emitWarning.apply(process, details);
      };
      return new vm.SourceTextModule(code, {
        identifier: file,
        importModuleDynamically: load,
        initializeImportMeta: meta => {
          Object.assign(meta, { url: url.pathToFileURL(file).href, filename: file, dirname: path.dirname(file) });
        },
      });
    }

    async function runModule(module, load) {
      const loaded = new Map();
      async function link(specifier) {
        if (loaded.has(specifier)) return loaded.get(specifier);
        const namespace = await load(specifier);
        const names = Object.keys(namespace);
        const linked = new vm.SyntheticModule(names, function () {
          for (const name of names) this.setExport(name, namespace[name]);
        }, { identifier: specifier });
        loaded.set(specifier, linked);
        return linked;
      }
      await module.link(link);
      await module.evaluate();
    }

    function run(code, file) {
      const main = new Module(file);
      main.filename = file;
      main.paths = Module._nodeModulePaths(path.dirname(file));
      const loader = new Module(file);
      loader.filename = file;
      loader.paths = main.paths;
      loader._compile('module.exports = specifier => import(specifier)', file);
      let module;
      if (file.endsWith('.mjs')) {
        try { module = compileModule(code, file, loader.exports); } catch (error) { return failSyntax(error); }
      } else if (!file.endsWith('.cjs')) {
        try {
          vm.compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname']);
        } catch (scriptError) {
          try {
            module = compileModule(code, file, loader.exports);
          } catch (moduleError) {
            if (/\b(import|export)\b/.test(scriptError.message)) return failSyntax(moduleError);
          }
        }
      }
      if (module === undefined) {
        process.mainModule = main;
        main._compile(code, file);
      } else {
        globalThis.require = Module.createRequire(file);
        runModule(module, loader.exports).catch(fail);
      }
    }

    try {
      const job = JSON.parse(read(Number(read(12))));
      spoolInput();
      let code = job.code;
      if (job.path !== undefined) {
        try { code = fs.readFileSync(job.path, 'utf8'); } catch (error) { fail(`the script cannot be read: ${error.message}`); }
      }
      const file = path.resolve(job.path ?? job.name);
      process.argv = [process.execPath, file, ...job.arguments];
      for (const [name, value] of Object.entries(job.variables)) {
        Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: true });
      }
      run(code, file);
    } catch (error) {
      fail(error);
    }
    """#
}
