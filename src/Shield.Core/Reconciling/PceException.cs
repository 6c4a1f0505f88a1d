namespace Shield.Core.Reconciling;

/// <summary>Why a call to the PCE came to nothing, as far as the loop and an operator must tell one from another.</summary>
public enum PceFault
{
    /// <summary>No answer at all: name, network, TLS, time-out.</summary>
    Unreachable,

    /// <summary>401: wrong key or secret, expired, or an address outside the key's access restriction.</summary>
    Credentials,

    /// <summary>403: no permission, a wrong organisation, or a read-only key.</summary>
    Forbidden,

    NotFound,

    /// <summary>
    /// A write went to a member of a supercluster. Only its leader takes writes (docs/pce.md#19-health-and-superclusters). Nothing was
    /// done.
    /// </summary>
    Member,

    /// <summary>406: the PCE understood and refuses; <see cref="PceException.Token"/> says why.</summary>
    Rejected,

    /// <summary>429, or a database lock that did not go away.</summary>
    Busy,

    /// <summary>5xx.</summary>
    Server,

    /// <summary>An answer that is not what the API describes: HTML, garbage, an incomplete list.</summary>
    Unreadable,
}

/// <summary>One request that failed: which, how, and under which X-Request-Id. Never holds a secret.</summary>
public sealed class PceException(PceFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public PceFault Fault { get; } = fault;

    /// <summary>Nobody was asked: the settings do not say whom.</summary>
    public bool IsUnconfigured { get; init; }

    /// <summary>The PCE's own error token, such as <c>input_validation_error</c>; null where it gave none.</summary>
    public string? Token { get; init; }

    public string? RequestId { get; init; }

    /// <summary>
    /// Somebody answered, and no TLS connection came about: it is the certificate, or no TLS at all, and never the way there.
    /// </summary>
    public bool IsTls { get; init; }

    /// <summary>The same failure in the words of whoever met it: what it means for what was being done.</summary>
    public PceException Saying(string words) =>
        new(Fault, words, this)
        {
            Token = Token,
            RequestId = RequestId,
            IsTls = IsTls,
            IsUnconfigured = IsUnconfigured,
        };

    /// <summary>The request was valid, but the PCE's hard limit of entries is reached (docs/pce.md#7-limits).</summary>
    public bool IsHardLimit => Fault is PceFault.Rejected && Token is "object_limit_hard_limit_reached";

    /// <summary>Something in what was sent is not to the PCE's liking.</summary>
    public bool IsRefusalOfContent => Fault is PceFault.Rejected && !IsHardLimit;
}
