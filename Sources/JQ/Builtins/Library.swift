import Synchronization

/// Builtins written in jq. Each is parsed when a filter first uses it, and compiled into the filters that do.
enum Library {
  private static let sources: [String: String] = {
    var sources: [String: String] = [:]
    for source in [basics, iteration, pathFunctions, stringFunctions, streams, sql, dateFunctions].joined() {
      sources[signature(of: source)] = source
    }
    return sources
  }()

  private static let parsed = Mutex<[String: FunctionDefinition]>([:])

  /// The function of that name and arity (`map/1`).
  static func definition(_ name: String) -> FunctionDefinition? {
    if let known = parsed.withLock({ $0[name] }) { return known }
    guard let source = sources[name], let definition = try? Parser.parseDefinition(source) else { return nil }
    parsed.withLock { $0[name] = definition }
    return definition
  }

  /// `name/arity` of every builtin but those that begin with an underscore.
  static var names: [String] {
    let intrinsics = [
      "empty/0", "not/0", "select/1", "path/1", "range/1", "range/2", "first/1", "limit/2", "skip/2", "last/1",
      "isempty/1", "any/2", "all/2", "sort_by/1", "group_by/1", "unique_by/1", "min_by/1", "max_by/1",
    ]
    return (Array(sources.keys) + Array(Native.table.keys) + intrinsics).filter { !$0.hasPrefix("_") }.sorted()
  }

  /// Everything, parsed: for tests.
  static var allNames: [String] { Array(sources.keys) }

  private static func signature(of source: String) -> String {
    let head = source.utf8.dropFirst(4).prefix { $0 != UInt8(ascii: ":") }
    let name = head.prefix { $0 != UInt8(ascii: "(") }
    let arity = name.count == head.count ? 0 : head.count { $0 == UInt8(ascii: ";") } + 1
    return "\(String(decoding: name, as: UTF8.self))/\(arity)"
  }
}

extension Library {
  private static let basics = [
    "def error(msg): msg | error;",
    "def halt_error: halt_error(5);",
    "def map(f): [.[] | f];",
    "def map_values(f): .[] |= f;",
    "def values: select(. != null);",
    "def nulls: select(. == null);",
    "def booleans: select(type == \"boolean\");",
    "def numbers: select(type == \"number\");",
    "def strings: select(type == \"string\");",
    "def arrays: select(type == \"array\");",
    "def objects: select(type == \"object\");",
    "def iterables: select(type | . == \"array\" or . == \"object\");",
    "def scalars: select(type | . != \"array\" and . != \"object\");",
    "def finites: select(isfinite);",
    "def normals: select(isnormal);",
    "def isfinite: type == \"number\" and (isinfinite | not);",
    "def in(xs): . as $x | xs | has($x);",
    "def inside(xs): . as $x | xs | contains($x);",
    "def with_entries(f): to_entries | map(f) | from_entries;",
    "def add(f): reduce f as $x (null; . + $x);",
    "def debug(msgs): (msgs | debug | empty), .;",
  ]

  private static let iteration = [
    "def recurse: recurse(.[]?);",
    "def recurse(f): def r: ., (f | r); r;",
    "def recurse(f; cond): def r: ., (f | select(cond) | r); r;",
    "def while(cond; update): def _while: if cond then ., (update | _while) else empty end; _while;",
    "def until(cond; next): def _until: if cond then . else (next | _until) end; _until;",
    "def repeat(f): def _repeat: f, _repeat; _repeat;",
    """
    def range($init; $upto; $by): if $by > 0 then $init | while(. < $upto; . + $by) \
    elif $by < 0 then $init | while(. > $upto; . + $by) else empty end;
    """,
    "def first: .[0];",
    "def last: .[-1];",
    "def nth($n): .[$n];",
    """
    def nth($n; f): if $n < 0 then error("nth doesn't support negative indices") else first(skip($n; f)) end;
    """,
    "def any: any(.[]; .);",
    "def all: all(.[]; .);",
    "def any(f): any(.[]; f);",
    "def all(f): all(.[]; f);",
    "def inputs: try repeat(input) catch (if . == \"break\" then empty else error end);",
    """
    def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $y | [$x] + $y end;
    """,
    "def combinations(n): . as $dot | [range(n) | $dot] | combinations;",
    """
    def walk(f): def w: if type == "object" then map_values(w) elif type == "array" then map(w) else . end | f; w;
    """,
  ]

  private static let pathFunctions = [
    "def paths: path(recurse) | select(length > 0);",
    "def paths(f): path(recurse | select(f)) | select(length > 0);",
    "def leaf_paths: paths(scalars);",
    "def del(f): delpaths([path(f)]);",
    "def pick(f): . as $top | reduce path(f) as $p (null; setpath($p; $top | getpath($p)));",
  ]

  private static let stringFunctions = [
    "def indices($i): _indices($i);",
    "def index($i): _indices($i) | .[0];",
    "def rindex($i): _indices($i) | .[-1:][0];",
    "def match(re; $flags): _match(re; $flags) | .[];",
    "def match($val): _pattern($val) as [$re, $flags] | _match($re; $flags) | .[];",
    "def test(re; $flags): _test(re; $flags);",
    "def test($val): _pattern($val) as [$re, $flags] | _test($re; $flags);",
    "def capture(re; $flags): match(re; $flags) | _captures;",
    "def capture($val): match($val) | _captures;",
    """
    def scan($re; $flags): match($re; "g" + $flags) \
    | if .captures | length > 0 then [.captures[].string] else .string end;
    """,
    "def scan($re): scan($re; null);",
    "def split($re; $flags): _split($re; $flags + \"g\");",
    "def splits($re; $flags): _split($re; $flags + \"g\") | .[];",
    "def splits($re): _split($re; \"g\") | .[];",
    """
    def sub($re; f; $flags): _edits($re; $flags) as $edits \
    | _sub($edits; [$edits.captures[] | [f]]) | .[];
    """,
    "def sub($re; f): sub($re; f; \"\");",
    "def gsub($re; f; $flags): sub($re; f; $flags + \"g\");",
    "def gsub($re; f): sub($re; f; \"g\");",
  ]

  private static let streams = [
    "def tostream: path(def r: (.[]? | r), .; r) as $p | getpath($p) | reduce path(.[]?) as $q ([$p, .]; [$p + $q]);",
    """
    def fromstream(f): {x: null, e: false} as $init | foreach f as $i ($init; \
    if .e then $init else . end \
    | if $i | length == 2 then setpath(["e"]; $i[0] | length == 0) | setpath(["x"] + $i[0]; $i[1]) \
    else setpath(["e"]; $i[0] | length == 1) end; \
    if .e then .x else empty end);
    """,
    """
    def truncate_stream(f): . as $n | null | f | . as $input \
    | if (.[0] | length) > $n then setpath([0]; $input[0][$n:]) else empty end;
    """,
  ]

  private static let sql = [
    "def INDEX(f; idx): reduce f as $row ({}; .[$row | idx | tostring] = $row);",
    "def INDEX(idx): INDEX(.[]; idx);",
    "def JOIN($idx; f): [.[] | [., $idx[f]]];",
    "def JOIN($idx; rows; f): rows | [., $idx[f]];",
    "def JOIN($idx; rows; f; join): rows | [., $idx[f]] | join;",
    "def IN(s): any(s == .; .);",
    "def IN(rows; s): any(rows == s; .);",
  ]

  private static let dateFunctions = [
    "def fromdateiso8601: strptime(\"%Y-%m-%dT%H:%M:%SZ\") | mktime;",
    "def todateiso8601: strftime(\"%Y-%m-%dT%H:%M:%SZ\");",
    "def fromdate: fromdateiso8601;",
    "def todate: todateiso8601;",
    "def date: todate;",
    "def dateadd(u; n): . + n;",
    "def datesub(u; n): . - n;",
  ]
}
