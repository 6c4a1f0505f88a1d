using System.Collections.Immutable;
using Shield.Core.Planning.Pce;
using Shield.Pce.Calling;

namespace Shield.Hosting.Settings.Rows;

/// <summary><c>Pce:…</c>: which PCE, as whom, and how much of it.</summary>
internal static class PceRows
{
    private const string Required = "required";

    private static readonly PceOptions Standard = new();

    public static readonly ValueSetting<string?> Url = SettingType.Text("Pce:Url") with
    {
        Otherwise = Required,
        Of = settings => settings.Pce.Url,
        IsReadOnce = true,
        Meaning = "Host and port of the PCE. `https`; `http` on loopback only, since the secret travels with every request",
    };

    public static readonly ValueSetting<string?> OrgId = SettingType.Text("Pce:OrgId") with
    {
        Otherwise = Required,
        Bounds = "1 to 18 digits",
        Of = settings => settings.Pce.OrgId,
        IsReadOnce = true,
        Meaning = "The organisation's number, as in the console's address",
    };

    public static readonly ValueSetting<string?> ApiKey = SettingType.Text("Pce:ApiKey") with
    {
        Otherwise = Required,
        Of = settings => settings.Pce.ApiKey,
        Meaning = "The key's *authentication username*, `api_…`",
    };

    public static readonly ValueSetting<Secret?> ApiSecret = SettingType.Secret("Pce:ApiSecret") with
    {
        Otherwise = Required,
        Of = settings => settings.Pce.ApiSecret,
        Meaning = "Its secret",
    };

    public static readonly ValueSetting<string?> SecondApiKey = SettingType.Text("Pce:SecondApiKey") with
    {
        Of = settings => settings.Pce.SecondApiKey,
        Meaning =
            "While a key is being replaced: the other one. A request that the PCE refuses with 401 is sent again with it. "
            + "It counts only with a `Pce:ApiKey` of the same place or a weaker one",
    };

    public static readonly ValueSetting<Secret?> SecondApiSecret = SettingType.Secret("Pce:SecondApiSecret") with
    {
        Of = settings => settings.Pce.SecondApiSecret,
        Meaning = "Its secret",
    };

    public static readonly ValueSetting<string?> KeyParameter = SettingType.Text("Pce:KeyParameter") with
    {
        Otherwise = "the stack's",
        Of = settings => settings.KeyParameter,
        Meaning =
            "In AWS: the parameter that holds the key, `{\"ApiKey\":…,\"ApiSecret\":…}` or a list of two of them. "
            + "With it `Pce:ApiKey` and `Pce:ApiSecret` are left out",
    };

    public static readonly ValueSetting<string?> OwnerId = SettingType.Text("Pce:OwnerId") with
    {
        Otherwise = Required,
        Bounds = "3 to 40 of `a-z`, `0-9` and hyphen",
        Of = settings => settings.Pce.OwnerId,
        IsReadOnce = true,
        Meaning = "Names this deployment in every mark. No default: two deployments of one name would undo each other's work",
    };

    public static readonly ValueSetting<PceMode> Mode = SettingType.Word("Pce:Mode", Standard.Mode) with
    {
        Of = settings => settings.Pce.Mode,
        IsReadOnce = true,
        Meaning =
            "`deny`: override-deny rules. `exclusion`: allow rules that use *Any less the malicious* "
            + "([exclusion mode](exclusion-mode.md)). While lists of the other mode exist every command that would "
            + "write refuses; `init --migrate` moves over",
    };

    public static readonly ListSetting<string> Scope = SettingType.Texts("Pce:Scope", "all workloads", separator: "; ") with
    {
        Type = "list of sets of labels",
        Of = settings => settings.Pce.Scope,
        Meaning =
            "Deny mode: sets of labels, `env=prod,app=web` an element; a workload in any set is protected. "
            + "In exclusion mode the rules have scopes of their own",
    };

    public static readonly ValueSetting<string?> CaBundle = SettingType.Text("Pce:CaBundle", otherwise: "system") with
    {
        Type = "file",
        Otherwise = "the system's",
        IsPath = true,
        Of = settings => settings.Pce.CaBundle,
        Meaning = "A PEM file of the authorities that may vouch for the PCE, at least one certificate; at most 1 MiB",
    };

    public static readonly ValueSetting<int> RequestsPerMinute = SettingType.Number(
        "Pce:RequestsPerMinute",
        Standard.RequestsPerMinute,
        1,
        500,
        unit: "requests a minute"
    ) with
    {
        Of = settings => settings.Pce.RequestsPerMinute,
        Meaning = "For each process. The PCE answers 429 above 500",
    };

    public static readonly ValueSetting<int> MaxEntries = SettingType.Number(
        "Pce:MaxEntries",
        Standard.MaxEntries,
        1,
        8_000,
        unit: "entries"
    ) with
    {
        Of = settings => settings.Pce.MaxEntries,
        Meaning =
            "Entries of ours, all lists together; at most what the entries of all other lists leave of 8,000. "
            + "The PCE's limits (8,000 soft, 10,000 hard) are over everybody's lists",
    };

    public static readonly ValueSetting<TimeSpan> ForeignDraftWait = SettingType.Time(
        "Pce:ForeignDraftWait",
        Standard.ForeignDraftWait
    ) with
    {
        Bounds = "0s to 1d",
        Of = settings => settings.Pce.ForeignDraftWait,
        Meaning = "How old somebody's draft edit of our list must be before our additions take it along. Removals never wait",
    };

    public static readonly ImmutableArray<Setting> All =
    [
        Url,
        OrgId,
        ApiKey,
        ApiSecret,
        SecondApiKey,
        SecondApiSecret,
        KeyParameter,
        OwnerId,
        Mode,
        Scope,
        CaBundle,
        RequestsPerMinute,
        MaxEntries,
        ForeignDraftWait,
    ];
}
