using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;

namespace Shield.Hosting.Settings.Rows;

/// <summary><c>Policy:…</c> and <c>Limits:…</c>: what is decided, and how much at once.</summary>
internal static class PolicyRows
{
    /// <summary>The section that has one more for each account.</summary>
    public const string Accounts = "Policy:Accounts";

    private static readonly DecisionPolicy Standard = new();

    public static readonly ValueSetting<Autonomy> Autonomy = SettingType.Word("Policy:Autonomy", Standard.Autonomy) with
    {
        Of = settings => settings.Policy.Autonomy,
        Meaning = "`observe`: nothing is written. `ask`: every block waits for `threats approve`. `act`: blocks are applied",
    };

    public static readonly ValueSetting<double> MinimumSeverity = SettingType.Severity(
        "Policy:MinimumSeverity",
        Standard.MinimumSeverity
    ) with
    {
        Of = settings => settings.Policy.MinimumSeverity,
        Meaning = "Findings below it support nothing. Both types that started it all, SSH brute force and port probe, are Low",
    };

    public static readonly ValueSetting<bool> AcceptSamples = SettingType.Flag("Policy:AcceptSamples", Standard.AcceptSamples) with
    {
        Of = settings => settings.Policy.AcceptSamples,
        Meaning = "Sample findings count. Their addresses route nowhere: a safe way to try the whole chain",
    };

    public static readonly ValueSetting<Verdict> ApiCallers = SettingType.Word("Policy:ApiCallers", Standard.Switches.ApiCallers) with
    {
        Of = settings => settings.Policy.Switches.ApiCallers,
        Meaning = "What becomes of callers of AWS and Kubernetes APIs",
    };

    public static readonly ValueSetting<Verdict> RdsLogins = SettingType.Word("Policy:RdsLogins", Standard.Switches.RdsLogins) with
    {
        Of = settings => settings.Policy.Switches.RdsLogins,
        Meaning = "The same for database logins",
    };

    public static readonly ValueSetting<OnArchive> OnArchive = SettingType.Word("Policy:OnArchive", Standard.OnArchive) with
    {
        Of = settings => settings.Policy.OnArchive,
        Meaning =
            "`expire`: archived means handled, not innocent: earlier support runs to its end. "
            + "`withdraw`: an archived finding supports nothing",
    };

    public static readonly ValueSetting<OnManualRemoval> OnManualRemoval = SettingType.Word(
        "Policy:OnManualRemoval",
        Standard.OnManualRemoval
    ) with
    {
        Of = settings => settings.Policy.OnManualRemoval,
        Meaning = "`suppress`: a removal by hand on the PCE sticks for 24 h. `readd`: it is put back",
    };

    public static readonly ValueSetting<bool> ResolveDomains = SettingType.Flag("Policy:ResolveDomains", Standard.ResolveDomains) with
    {
        Of = settings => settings.Policy.ResolveDomains,
        Meaning =
            "`true`: DNS is asked where blocked domains lead to, and those addresses are blocked outbound, "
            + "for as long as the answer lives ([domains](domains.md)). Wants `init --domains`",
    };

    public static readonly ValueSetting<int> HoldWhenAllowedTraffic = SettingType.Number(
        "Policy:HoldWhenAllowedTraffic",
        Standard.HoldWhenAllowedTraffic,
        0,
        100_000,
        unit: "workloads"
    ) with
    {
        Of = settings => settings.Policy.HoldWhenAllowedTraffic,
        Meaning =
            "Whom so many of our workloads regularly talk to, by the PCE's traffic, waits for a person (`in-use`) instead of being newly "
            + "blocked ([traffic](traffic.md)). 0: off",
    };

    public static readonly ValueSetting<int> TrafficDays = SettingType.Number(
        "Policy:TrafficDays",
        Standard.TrafficDays,
        3,
        90,
        unit: "days"
    ) with
    {
        Of = settings => settings.Policy.TrafficDays,
        Meaning = "So many days of the PCE's traffic are asked about. A PCE keeps about 90",
    };

    public static readonly ValueSetting<TimeSpan> Low = Life("Low", Standard.Lives.Low) with
    {
        Of = settings => settings.Policy.Lives.Low,
        Meaning = "How long one report keeps its party blocked: severity 1.0 to 3.9",
    };

    public static readonly ValueSetting<TimeSpan> Medium = Life("Medium", Standard.Lives.Medium) with
    {
        Of = settings => settings.Policy.Lives.Medium,
        Meaning = "4.0 to 6.9",
    };

    public static readonly ValueSetting<TimeSpan> High = Life("High", Standard.Lives.High) with
    {
        Of = settings => settings.Policy.Lives.High,
        Meaning = "7.0 to 8.9",
    };

    public static readonly ValueSetting<TimeSpan> Critical = Life("Critical", Standard.Lives.Critical) with
    {
        Of = settings => settings.Policy.Lives.Critical,
        Meaning = "From 9.0",
    };

    public static readonly ValueSetting<Autonomy?> AutonomyOfAccount = SettingType.Optional(
        SettingType.Word(
            $"{Accounts}:<account>:Autonomy",
            Standard.Autonomy,
            [
                .. Enum.GetValues<Autonomy>()
                    .Select(word => (Text: SettingType.Lower(word), word))
                    .OrderBy(word => word.Text, StringComparer.Ordinal),
            ]
        ),
        otherwise: "`Policy:Autonomy`"
    ) with
    {
        OfAccount = account => account.Autonomy,
        Meaning =
            "For findings of that AWS account (twelve digits). `observe`: they neither block nor wait for a person. "
            + "`ask`: what they would block waits. `act`: as ever. See below",
    };

    public static readonly ValueSetting<double?> MinimumSeverityOfAccount = SettingType.Optional(
        SettingType.Severity($"{Accounts}:<account>:MinimumSeverity", Standard.MinimumSeverity),
        otherwise: "`Policy:MinimumSeverity`"
    ) with
    {
        OfAccount = account => account.MinimumSeverity,
        Meaning = "For findings of that AWS account",
    };

    public static readonly ValueSetting<int> WidestV4 = SettingType.Prefix("Limits:WidestV4", Standard.WidestV4, greatest: 32) with
    {
        Of = settings => settings.Policy.WidestV4,
        Meaning = "A finding's range broader than this is held (`too-broad`)",
    };

    public static readonly ValueSetting<int> WidestV6 = SettingType.Prefix("Limits:WidestV6", Standard.WidestV6, greatest: 128) with
    {
        Of = settings => settings.Policy.WidestV6,
        Meaning = "The same for IPv6",
    };

    public static readonly ValueSetting<int> AddPerRun = SettingType.Number("Limits:AddPerRun", 6_000, 0, 1_000_000, unit: "entries") with
    {
        Of = settings => settings.AddPerRun,
        Meaning = "Entries that one reconcile adds. What is over it is kept back, highest severity first, and shown",
    };

    public static readonly ValueSetting<int> AddPerDay = SettingType.Number("Limits:AddPerDay", 12_000, 0, 1_000_000, unit: "entries") with
    {
        Of = settings => settings.AddPerDay,
        Meaning = "The same over 24 hours, counted from history",
    };

    public static readonly ImmutableArray<Setting> All =
    [
        Autonomy,
        MinimumSeverity,
        AcceptSamples,
        ApiCallers,
        RdsLogins,
        OnArchive,
        OnManualRemoval,
        ResolveDomains,
        HoldWhenAllowedTraffic,
        TrafficDays,
        Low,
        Medium,
        High,
        Critical,
        AutonomyOfAccount,
        MinimumSeverityOfAccount,
        WidestV4,
        WidestV6,
        AddPerRun,
        AddPerDay,
    ];

    private static ValueSetting<TimeSpan> Life(string severity, TimeSpan standard) => SettingType.Time($"Policy:Life:{severity}", standard);
}
