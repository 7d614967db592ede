public import AsyncHTTPClient

/// Talks to a Juggler server (`juggler serve`).
///
/// ```swift
/// let client = WorkflowClient("http://localhost:8080", credentials: .apiKey(key))
/// let run = try await client.start("shop/order", input: ["table": 7])
/// print(try await client.output(of: run.id))
/// ```
///
/// Every method may be called from the main actor: requests are made and answers are read elsewhere. What the server says is
/// wrong is thrown as `ProblemDetails`; a server that cannot be reached, or is none, as `ClientError`.
public final class WorkflowClient: Sendable {
  /// Who asks.
  public enum Credentials: Sendable {
    case apiKey(String)
    /// A JSON Web Token.
    case bearer(String)
  }

  public struct Configuration: Sendable {
    /// How long the server may take to begin its answer, beyond what it is asked to wait.
    public var timeout: Duration
    /// Bytes of an answer at most.
    public var answerLimit: Int
    /// How often a request that is safe to repeat is made again when the server cannot be reached or is overloaded.
    public var retries: Int
    /// What pauses between attempts sleep on.
    public var clock: any Clock<Duration>

    public init(
      timeout: Duration = .seconds(30), answerLimit: Int = 256 << 20, retries: Int = 3,
      clock: any Clock<Duration> = ContinuousClock()
    ) {
      self.timeout = timeout
      self.answerLimit = answerLimit
      self.retries = retries
      self.clock = clock
    }
  }

  /// Without a slash at its end.
  public let url: String
  public let configuration: Configuration
  let credentials: Credentials?
  let http: HTTPClient

  /// Lives as long as the process. It says at once that nobody listens, instead of trying until the time is up.
  private static let sharedHTTP: HTTPClient = {
    var configuration = HTTPClient.Configuration.singletonConfiguration
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  /// - Parameters:
  ///   - url: of the server, such as `http://localhost:8080`.
  ///   - http: makes the requests; whoever gives another one than the shared one shuts that down.
  public init(
    _ url: String, credentials: Credentials? = nil, configuration: Configuration = Configuration(),
    http: HTTPClient? = nil
  ) {
    var url = url[...]
    while url.last == "/" { url.removeLast() }
    self.url = String(url)
    self.credentials = credentials
    self.configuration = configuration
    self.http = http ?? Self.sharedHTTP
  }
}
