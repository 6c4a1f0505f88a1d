using System.Collections.Immutable;
using Shield.Core.Telling;

namespace Shield.Hosting.Settings.Rows;

/// <summary><c>Notify:…</c>: where news goes (docs/notifications.md).</summary>
internal static class NotifyRows
{
    public const string Section = "Notify";

    private const string DefaultLetters = "shield-undelivered.jsonl";

    private const string Required = "required";

    public static readonly ValueSetting<string?> DeadLetters = SettingType.Text("Notify:DeadLetters") with
    {
        Type = "file",
        Otherwise = $"`{DefaultLetters}` beside the settings file",
        IsPath = true,
        Of = settings => settings.DeadLetters,
        Meaning =
            "Where messages are put that a channel did not take for a day; `shield notify retry` sends them. In AWS the function's log",
    };

    public static readonly ValueSetting<ChannelKind?> Kind = SettingType.Optional(
        SettingType.Word<ChannelKind>("Notify:<name>:Kind", ChannelKind.Webhook),
        otherwise: Required
    ) with
    {
        OfChannel = channel => channel.Kind,
        Meaning = "What the channel `<name>` speaks ([notifications](notifications.md))",
    };

    public static readonly ValueSetting<Pce.Calling.Secret?> Url = SettingType.Secret("Notify:<name>:Url", Required) with
    {
        Places = SettingPlaces.Anywhere,
        OfChannel = channel => channel.Url,
        Meaning =
            "Where it leads: `https://…`; of e-mail `smtp://user@host:587` or `smtps://…`; of SNS the topic's ARN; of syslog `udp://`, "
            + "`tcp://` or `tls://host:port`. Prints as `***`. In the parameter `settings` only an ARN may stand",
    };

    public static readonly ValueSetting<Pce.Calling.Secret?> Secret = SettingType.Secret("Notify:<name>:Secret") with
    {
        OfChannel = channel => channel.Secret,
        Meaning = "Of a webhook, required: signs each message, at least 16 characters. Of e-mail: the password of the user in `Url`",
    };

    public static readonly ValueSetting<string?> From = SettingType.Text("Notify:<name>:From") with
    {
        OfChannel = channel => channel.From,
        Meaning = "Of e-mail, required: the sender's address",
    };

    public static readonly ListSetting<string> To = SettingType.Texts("Notify:<name>:To", "none", separator: ", ") with
    {
        TakesCommas = true,
        OfChannel = channel => channel.To,
        Meaning = "Of e-mail, required: the receivers' addresses",
    };

    public static readonly ListSetting<NewsKind> On = new(
        "Notify:<name>:On",
        text =>
            NewsKinds.Find(text) is { } kind
                ? (kind, null)
                : (default, $"'{text}' is no kind of news: {string.Join(", ", NewsKinds.All.Select(NewsKinds.ToWord))}"),
        kinds => string.Join(", ", kinds.Select(NewsKinds.ToWord))
    )
    {
        Type = "list of words",
        Bounds = string.Join(", ", NewsKinds.All.Select(kind => $"`{kind.ToWord()}`")),
        Otherwise = "all",
        TakesCommas = true,
        OfChannel = channel => channel.On,
        Meaning = "Which kinds of news it gets",
    };

    public static readonly ValueSetting<double> MinimumSeverity = SettingType.Severity("Notify:<name>:MinimumSeverity", 0) with
    {
        OfChannel = channel => channel.MinimumSeverity,
        Meaning = "News about a party whose findings are all below it is not sent. What has no severity is",
    };

    public static readonly ListSetting<string> Accounts = new(
        "Notify:<name>:Accounts",
        text =>
            text.Length is 12 && text.All(char.IsAsciiDigit)
                ? (text, null)
                : (text, $"'{text}' is no AWS account: it must be twelve digits"),
        accounts => string.Join(", ", accounts)
    )
    {
        Type = "list of AWS accounts",
        Otherwise = "all",
        TakesCommas = true,
        OfChannel = channel => channel.Accounts,
        Meaning = "News about parties that findings of other accounts alone name is not sent",
    };

    public static readonly ValueSetting<TimeSpan> Digest = SettingType.Time("Notify:<name>:Digest", TimeSpan.Zero) with
    {
        OfChannel = channel => channel.Digest,
        Meaning = "At most one message in that time, with all news of it. The first goes at once. `0s`: as soon as there is news",
    };

    public static readonly ValueSetting<QuietHours?> QuietHours = new(
        "Notify:<name>:QuietHours",
        null,
        Settings.QuietHours.Form,
        text => Settings.QuietHours.TryParse(text) is { } hours ? (true, hours) : (false, null),
        hours => hours?.ToString() ?? "none"
    )
    {
        Type = "hours of the day",
        Otherwise = "none",
        OfChannel = channel => channel.QuietHours,
        Meaning = "`22:00-07:00 Europe/Berlin`: then only `held` and `unhealthy` are sent, the rest afterwards",
    };

    public static readonly ImmutableArray<Setting> All =
    [
        DeadLetters,
        Kind,
        Url,
        Secret,
        From,
        To,
        On,
        MinimumSeverity,
        Accounts,
        Digest,
        QuietHours,
    ];

    public static string DefaultLettersIn(string? folder) => Path.Combine(folder ?? "", DefaultLetters);
}
