using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Shield.Core.Planning.Pce;

namespace Shield.Pce.Calling;

/// <summary>
/// The section <c>Pce</c> of the settings. Bound from outside, so every value may be missing or wrong until <see cref="Validate"/> is
/// empty.
/// </summary>
public sealed partial class PceOptions
{
    private CaBundle? _bundle;

    /// <summary>
    /// Such as <c>https://pce.example.com:8443</c>; http on loopback only, because the secret travels with every request.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>1 on most PCEs of one's own; a longer number on Illumio's SaaS.</summary>
    public string? OrgId { get; set; }

    /// <summary>The authentication user name, <c>api_…</c>.</summary>
    public string? ApiKey { get; set; }

    public Secret? ApiSecret { get; set; }

    /// <summary>While a key is being replaced: the other one, tried where the first is refused. Null where there is one key.</summary>
    public string? SecondApiKey { get; set; }

    public Secret? SecondApiSecret { get; set; }

    /// <summary>
    /// Tells the lists of one deployment from those of another on the same PCE. No default: two with the same name would undo each other's
    /// work.
    /// </summary>
    public string? OwnerId { get; set; }

    public PceMode Mode { get; set; } = PceMode.Deny;

    /// <summary>
    /// Each element one set of labels, as in <c>env=prod,app=web</c>; workloads in any of the sets are protected. Empty is all workloads.
    /// </summary>
    public string[] Scope { get; set; } = [];

    /// <summary>
    /// A PEM file of the authorities that may vouch for the PCE, instead of the system's; PCEs of one's own often have a private one. At
    /// most 1 MiB.
    /// </summary>
    public string? CaBundle
    {
        get;
        set => (field, _bundle) = (value, null);
    }

    /// <summary>Requests of one process. The PCE answers 429 above 500 a minute for each key (docs/pce.md#3-refusals).</summary>
    public int RequestsPerMinute { get; set; } = 400;

    /// <summary>Entries of ours, both directions. The PCE's soft limit over everybody's lists is 8,000 (docs/pce.md#7-limits).</summary>
    public int MaxEntries { get; set; } = 6000;

    /// <summary>How old somebody's draft edit of our list must be before our additions take it along.</summary>
    public TimeSpan ForeignDraftWait { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Asked on loopback, and so never through a proxy.</summary>
    public bool IsOnThisMachine => Uri.TryCreate(Url, UriKind.Absolute, out var url) && Loopback.IsMeantBy(url);

    /// <summary>Every fault at once, each as <c>key: what is wrong</c>; never the value of the secret.</summary>
    public ImmutableArray<string> Validate()
    {
        (string Key, string? Fault)[] answers =
        [
            ("Url", UrlFault()),
            (
                "OrgId",
                OrgId is null ? Missing
                : OrgIdForm().IsMatch(OrgId) ? null
                : "must be a number, as in the console's URL"
            ),
            ("ApiKey", KeyFault(ApiKey)),
            ("ApiSecret", SecretFault(ApiSecret)),
            ("SecondApiKey", HasSecond ? KeyFault(SecondApiKey) : null),
            ("SecondApiSecret", HasSecond ? SecretFault(SecondApiSecret) : null),
            (
                "OwnerId",
                OwnerId is null ? Missing
                : OwnerIdForm().IsMatch(OwnerId) ? null
                : "must be 3 to 40 characters of a-z, 0-9 and hyphen"
            ),
            ("Mode", Enum.IsDefined(Mode) ? null : "must be deny or exclusion"),
            ("CaBundle", Bundle?.Fault),
            ("RequestsPerMinute", RequestsPerMinute is >= 1 and <= 500 ? null : "must be 1 to 500; the PCE answers 429 above 500"),
            (
                "MaxEntries",
                MaxEntries is >= 1 and <= 8000 ? null : "must be 1 to 8000; the PCE's soft limit over all IP lists together is 8000"
            ),
            (
                "ForeignDraftWait",
                ForeignDraftWait >= TimeSpan.Zero && ForeignDraftWait <= TimeSpan.FromDays(1) ? null : "must be between 0 and 1 day"
            ),
            .. Scope.Select((text, index) => ($"Scope:{index}", LabelSet.TryParse(text, out _, out var error) ? null : error)),
        ];
        return [.. answers.Where(answer => answer.Fault is not null).Select(answer => $"Pce:{answer.Key}: {answer.Fault}")];
    }

    /// <summary>The scope as it was parsed; for options that <see cref="Validate"/> found in order.</summary>
    public ImmutableArray<LabelSet> ScopeSets() =>
        [.. Scope.Select(text => LabelSet.TryParse(text, out var set, out var error) ? set : throw new InvalidOperationException(error))];

    /// <summary>Who may vouch for the PCE; null where the system says. For options that <see cref="Validate"/> found in order.</summary>
    internal X509Certificate2Collection? Authorities => Bundle?.Certificates;

    private CaBundle? Bundle => CaBundle is null ? null : _bundle ??= Pce.Calling.CaBundle.Read(CaBundle);

    private const string Missing = "is required";

    private bool HasSecond => SecondApiKey is not null || SecondApiSecret is not null;

    /// <summary>One or two; for options that <see cref="Validate"/> found in order.</summary>
    internal ImmutableArray<(string Name, string Secret)> Keys() =>
        [
            (ApiKey!, ApiSecret!.Reveal()),
            .. HasSecond ? [(SecondApiKey!, SecondApiSecret!.Reveal())] : ImmutableArray<(string, string)>.Empty,
        ];

    private static string? KeyFault(string? key) =>
        key is null or "" ? Missing
        : key.Any(c => c is ':' || !char.IsAscii(c) || char.IsControl(c)) ? "must be plain text without a colon, such as api_1a2b3c"
        : null;

    private string? UrlFault()
    {
        if (string.IsNullOrEmpty(Url))
        {
            return Missing;
        }

        if (
            !Uri.TryCreate(Url, UriKind.Absolute, out var url)
            || url.Host is ""
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
        )
        {
            return "must be a URL such as https://pce.example.com:8443";
        }

        return url switch
        {
            { UserInfo: not "" } => "must not hold credentials; they belong to Pce:ApiKey and Pce:ApiSecret",
            { AbsolutePath: not "/" } or { Query: not "" } or { Fragment: not "" } => "must end after host and port",
            _ when url.Scheme == Uri.UriSchemeHttp && !Loopback.IsNamedBy(url) => "must be https; http is for loopback only",
            _ => null,
        };
    }

    private static string? SecretFault(Secret? secret) =>
        secret?.Reveal() switch
        {
            null or "" => Missing,
            var text when text.Any(char.IsControl) => "holds a control character, perhaps the end of a line",
            _ => null,
        };

    [GeneratedRegex(@"\A[0-9]{1,18}\z", RegexOptions.CultureInvariant)]
    private static partial Regex OrgIdForm();

    [GeneratedRegex(@"\A[a-z0-9-]{3,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex OwnerIdForm();
}
