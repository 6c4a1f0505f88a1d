namespace Shield.PceSimulator.Http;

/// <summary>
/// The PCE says no: a status and, mostly, <c>[{"token","message"}]</c> (docs/pce.md#3-refusals). Thrown before anything is changed,
/// so that a refused request leaves no trace but its answer.
/// </summary>
internal sealed class Refusal(int status, string? token, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>Null: an answer without body.</summary>
    public string? Token => token;

    /// <summary>Null: nothing is said of when to ask again.</summary>
    public int? RetryAfter { get; private init; }

    /// <summary>Semantic rejections are 406: there is no 409 and no 422.</summary>
    public static Refusal NotAcceptable(string token, string message) => new(406, token, message);

    public static Refusal Invalid(string details) =>
        NotAcceptable("input_validation_error", $"Input validation failed. Details: {{{details}}}");

    public static Refusal InvalidUri(string uri) => NotAcceptable("invalid_uri", $"Invalid URI: {{{uri}}}");

    /// <summary>
    /// Of ordinary calls only the status is known (docs/pce.md#2-calls-and-keys), so there is no body that a client could rely on.
    /// </summary>
    public static Refusal NotFound() => new(404, null, "Not found");

    /// <summary>A real PCE would do it: no answer of its own could be true.</summary>
    public static Refusal NotSimulated(string what) => NotAcceptable("not_simulated", $"Not simulated: {what} (docs/simulator.md)");

    /// <summary>unknown: strict. What a real PCE says of an href in a body that leads nowhere was never seen.</summary>
    public static Refusal NothingAt(Org org, string href, string plural) =>
        href.StartsWith(org.Root, StringComparison.Ordinal) && href.Contains($"/{plural}/", StringComparison.Ordinal)
            ? NotAcceptable("not_found_error", $"Not found: {href}")
            : InvalidUri(href);

    /// <summary>pylo looks for exactly this token; the message is unknown (docs/pce.md#3-refusals).</summary>
    /// <param name="retryAfter">Seconds.</param>
    public static Refusal TooManyRequests(int? retryAfter) =>
        new(429, "too_many_requests_error", "Too many requests") { RetryAfter = retryAfter };

    /// <summary>The message is known, the token is not (docs/pce.md#3-refusals).</summary>
    public static Refusal DatabaseLock() => NotAcceptable("database_lock_error", "Could not get a database lock");

    /// <summary>
    /// unknown: strict. A supercluster's member takes GET only; how it refuses is in no source (docs/pce.md#19-health-and-superclusters).
    /// </summary>
    public static Refusal OnlyOnTheLeader() => new(405, "method_not_allowed_error", "Not allowed");

    public static Refusal Forbidden() => new(403, "forbidden_error", "Access denied");
}
