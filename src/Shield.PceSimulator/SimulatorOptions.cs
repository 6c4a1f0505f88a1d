using Shield.PceSimulator.Faults;
using Shield.PceSimulator.Traffic;

namespace Shield.PceSimulator;

/// <summary>How a simulated PCE is set up. Nothing else configures it: no environment variable, no settings file.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The administrator's API key, in Illumio's form <c>api_…</c>: the user name of HTTP Basic.</summary>
    public required string ApiKey { get; init; }

    public required string ApiSecret { get; init; }

    public int OrgId { get; init; } = 1;

    /// <summary>
    /// <c>empty</c>: what a new PCE holds. <c>three-tier</c>: web, app and database workloads in full enforcement, the website open to Any.
    /// <c>mixed</c>: besides, a host for each reason why a block does nothing.
    /// </summary>
    public string Seed { get; init; } = "empty";

    /// <summary>
    /// Whether an IP list may hold neither ranges nor names. Of a real PCE that is unknown (docs/pce.md#6-entries), so the default is no.
    /// </summary>
    public bool AcceptEmptyLists { get; init; }

    /// <summary>False: an older PCE, which answers 404 for deny rules and for policy_check (docs/pce.md#11-deny-rules).</summary>
    public bool DenyRules { get; init; } = true;

    /// <summary>https, with a certificate by an authority of the simulator's own: <see cref="SimulatedPce.CaPem"/>.</summary>
    public bool Tls { get; init; }

    /// <summary>
    /// Where that authority's certificate is kept, as <c>ca.pem</c>, with the server's, for the next start. Null: in memory only.
    /// </summary>
    public string? TlsFolder { get; init; }

    /// <summary>
    /// A file from which the next start knows everything that was answered before, though the process was killed. Null: none.
    /// </summary>
    public string? StateFile { get; init; }

    /// <summary>Where to listen, over http, or https where <see cref="Tls"/> is set; port 0 lets the system choose one.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:0";

    /// <summary>
    /// Whether names in the list of an outbound deny rule take effect. Otherwise they are dropped, with a notification, as is documented
    /// of enforcement boundaries (docs/pce.md#12-names-in-lists).
    /// </summary>
    public bool HonourNamesInDenyRules { get; init; }

    /// <summary>
    /// When listen-only mode began: no host is sent anything, and only /health shows it
    /// (docs/pce.md#15-from-provisioning-to-the-firewall). Null: off.
    /// </summary>
    public DateTimeOffset? ListenOnlySince { get; init; }

    public SuperclusterRole Role { get; init; }

    /// <summary>Requests of each API key; more get 429 (docs/pce.md#3-refusals). Null: no limit.</summary>
    public int? RequestsPerMinute { get; init; } = 500;

    /// <summary>Whether the 429 of that limit has a Retry-After. Of a real PCE that is unknown (docs/pce.md#3-refusals).</summary>
    public bool RetryAfter { get; init; }

    /// <summary>Entries of all IP lists together beyond which an event warns (docs/pce.md#7-limits).</summary>
    public int SoftIpListEntries { get; init; } = 8_000;

    /// <summary>Entries of all IP lists together beyond which none can grow.</summary>
    public int HardIpListEntries { get; init; } = 10_000;

    /// <summary>
    /// The first id that is given after the start. Ids of a PCE in the cloud have 17 digits, more than a double holds
    /// (docs/pce.md#5-ip-lists).
    /// </summary>
    public long LeastId { get; init; } = 1;

    /// <summary>The fault script from the start; <c>POST /sim/v1/faults</c> replaces it.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    /// <summary>Who talks to whom, in place of what the seed says. Null: what the seed says.</summary>
    public IReadOnlyList<Contact>? Contacts { get; init; }

    /// <summary>By which dice those who talk again and again do so. The same seed and the same clock give the same traffic.</summary>
    public int TrafficSeed { get; init; } = 1;

    /// <summary>How long it takes until what a VEN saw can be asked of the PCE (docs/pce.md#21-traffic).</summary>
    public TimeSpan TrafficDelay { get; init; } = TimeSpan.FromMinutes(10);

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Further people with keys of their own, so that created_by and updated_by tell them apart.</summary>
    public IReadOnlyList<ApiUser> Users { get; init; } = [];

    /// <summary>Whether the administrator's key may read who has an account (<c>GET /users/{id}</c>); otherwise it gets 403.</summary>
    public bool ManagesUsers { get; init; }

    /// <summary>People without a key: their href stands in created_by and updated_by, and their name is found by it.</summary>
    public IReadOnlyList<Person> People { get; init; } = [];

    internal IEnumerable<ApiUser> AllUsers =>
        [
            new ApiUser
            {
                Key = ApiKey,
                Secret = ApiSecret,
                Href = "/users/15",
                Username = "shield@simulated.example",
                ManagesUsers = ManagesUsers,
            },
            .. Users,
        ];
}
