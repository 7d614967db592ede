import JSON
import OpenWorkflow
import Testing

/// The examples of RFC 6570, section 3.2.
@Suite struct URITemplateTests {
  private static let variables: JSONValue = [
    "count": ["one", "two", "three"], "dom": ["example", "com"], "dub": "me/too", "hello": "Hello World!",
    "half": "50%", "var": "value", "who": "fred", "base": "http://example.com/home/", "path": "/foo/bar",
    "list": ["red", "green", "blue"], "keys": ["semi": ";", "dot": ".", "comma": ","], "v": 6, "x": 1024, "y": 768,
    "empty": "", "empty_keys": [:], "undef": nil,
  ]

  private func expand(_ template: String) throws -> String {
    let definition = try workflow("do:\n  - t: { call: http, with: { method: get, endpoint: '\(template)' } }")
    guard case .call(.http(let call)) = definition.tasks.entries[0].definition.kind else { return "" }
    return try call.endpoint.uri.expand(Self.variables) { _ in nil }
  }

  @Test(arguments: [
    ("{var}", "value"), ("{hello}", "Hello%20World%21"), ("{half}", "50%25"), ("O{empty}X", "OX"), ("O{undef}X", "OX"),
    ("{x,y}", "1024,768"), ("{x,hello,y}", "1024,Hello%20World%21,768"), ("?{x,empty}", "?1024,"),
    ("?{x,undef}", "?1024"), ("?{undef,y}", "?768"), ("{var:3}", "val"), ("{var:30}", "value"),
    ("{list*}", "red,green,blue"), ("{keys*}", "semi=%3B,dot=.,comma=%2C"),
  ])
  func simple(template: String, uri: String) throws { #expect(try expand(template) == uri) }

  @Test(arguments: [
    ("{+var}", "value"), ("{+hello}", "Hello%20World!"), ("{+half}", "50%25"),
    ("{base}index", "http%3A%2F%2Fexample.com%2Fhome%2Findex"),
    ("{+base}index", "http://example.com/home/index"), ("O{+empty}X", "OX"), ("O{+undef}X", "OX"),
    ("{+path}/here", "/foo/bar/here"), ("here?ref={+path}", "here?ref=/foo/bar"),
    ("up{+path}{var}/here", "up/foo/barvalue/here"),
    ("{+x,hello,y}", "1024,Hello%20World!,768"), ("{+path,x}/here", "/foo/bar,1024/here"),
    ("{+path:6}/here", "/foo/b/here"),
    ("{+list}", "red,green,blue"), ("{+list*}", "red,green,blue"), ("{+keys}", "semi,;,dot,.,comma,,"),
    ("{+keys*}", "semi=;,dot=.,comma=,"),
  ])
  func reserved(template: String, uri: String) throws { #expect(try expand(template) == uri) }

  @Test(arguments: [
    ("{#var}", "#value"), ("{#hello}", "#Hello%20World!"), ("{#half}", "#50%25"), ("foo{#empty}", "foo#"),
    ("foo{#undef}", "foo"),
    ("{#x,hello,y}", "#1024,Hello%20World!,768"), ("{#path,x}/here", "#/foo/bar,1024/here"),
    ("{#path:6}/here", "#/foo/b/here"),
    ("{#list}", "#red,green,blue"), ("{#list*}", "#red,green,blue"), ("{#keys}", "#semi,;,dot,.,comma,,"),
    ("{#keys*}", "#semi=;,dot=.,comma=,"),
    ("{.who}", ".fred"), ("{.who,who}", ".fred.fred"), ("{.half,who}", ".50%25.fred"),
    ("www{.dom*}", "www.example.com"),
    ("X{.var}", "X.value"), ("X{.empty}", "X."), ("X{.undef}", "X"), ("X{.var:3}", "X.val"),
    ("X{.list}", "X.red,green,blue"),
    ("X{.list*}", "X.red.green.blue"), ("X{.keys}", "X.semi,%3B,dot,.,comma,%2C"),
    ("X{.keys*}", "X.semi=%3B.dot=..comma=%2C"),
    ("X{.empty_keys}", "X"), ("X{.empty_keys*}", "X"),
  ])
  func fragmentsAndLabels(template: String, uri: String) throws { #expect(try expand(template) == uri) }

  @Test(arguments: [
    ("{/who}", "/fred"), ("{/who,who}", "/fred/fred"), ("{/half,who}", "/50%25/fred"), ("{/who,dub}", "/fred/me%2Ftoo"),
    ("{/var}", "/value"), ("{/var,empty}", "/value/"), ("{/var,undef}", "/value"),
    ("{/var,x}/here", "/value/1024/here"),
    ("{/var:1,var}", "/v/value"), ("{/list}", "/red,green,blue"), ("{/list*}", "/red/green/blue"),
    ("{/keys}", "/semi,%3B,dot,.,comma,%2C"), ("{/keys*}", "/semi=%3B/dot=./comma=%2C"),
    ("{;who}", ";who=fred"), ("{;half}", ";half=50%25"), ("{;empty}", ";empty"),
    ("{;v,empty,who}", ";v=6;empty;who=fred"),
    ("{;v,undef,who}", ";v=6;who=fred"), ("{;x,y,empty}", ";x=1024;y=768;empty"), ("{;hello:5}", ";hello=Hello"),
    ("{;list}", ";list=red,green,blue"), ("{;list*}", ";list=red;list=green;list=blue"),
    ("{;keys}", ";keys=semi,%3B,dot,.,comma,%2C"), ("{;keys*}", ";semi=%3B;dot=.;comma=%2C"),
  ])
  func pathsAndParameters(template: String, uri: String) throws { #expect(try expand(template) == uri) }

  @Test(arguments: [
    ("{?who}", "?who=fred"), ("{?half}", "?half=50%25"), ("{?x,y}", "?x=1024&y=768"),
    ("{?x,y,empty}", "?x=1024&y=768&empty="),
    ("{?x,y,undef}", "?x=1024&y=768"), ("{?var:3}", "?var=val"), ("{?list}", "?list=red,green,blue"),
    ("{?list*}", "?list=red&list=green&list=blue"), ("{?keys}", "?keys=semi,%3B,dot,.,comma,%2C"),
    ("{?keys*}", "?semi=%3B&dot=.&comma=%2C"), ("{&who}", "&who=fred"), ("?fixed=yes{&x}", "?fixed=yes&x=1024"),
    ("{&var:3}", "&var=val"), ("{&x,y,empty}", "&x=1024&y=768&empty="), ("{&list}", "&list=red,green,blue"),
    ("{&list*}", "&list=red&list=green&list=blue"), ("{&keys*}", "&semi=%3B&dot=.&comma=%2C"),
  ])
  func queries(template: String, uri: String) throws { #expect(try expand(template) == uri) }

  @Test(arguments: ["{list}", "{keys}"])
  func simpleVariablesRefuseWhatIsNoScalar(template: String) {
    #expect(throws: URITemplate.ExpansionError.self) { try expand(template) }
  }

  @Test(arguments: [
    ("https://a/{b", "'{' has no closing '}'"), ("https://a/b}", "a '}' stands without its '{'"),
    ("https://a/{}", "'{}' names no variable"), ("https://a/{!b}", "'{!b}' begins with '!', which RFC 6570 reserves"),
    ("https://a/{b:0}", "'{b:0}' needs a length from 1 to 9999 after ':'"),
    (
      "https://a/{b|c}",
      "'b|c' in '{b|c}' is no variable's name; use letters, digits, '_', '-' and '.', or an expression '${ … }'"
    ),
  ])
  func malformedTemplatesAreExplained(template: String, problem: String) {
    #expect(
      diagnose(body: "do:\n  - t: { call: http, with: { method: get, endpoint: '\(template)' } }") == [
        "3:53: error: 'endpoint' is no valid URI template: \(problem)"
      ])
  }

  @Test func spacesAreRefused() {
    #expect(
      diagnose(body: "do:\n  - t: { call: http, with: { method: get, endpoint: 'https://a/b c' } }") == [
        "3:53: error: 'endpoint' must be a URI, found 'https://a/b c'; a URI has no spaces, write '%20'"
      ])
  }
}
