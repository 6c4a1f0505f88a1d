using System.Collections.Immutable;
using Shield.Aws.Queues;
using Shield.Core.Indicators;
using Shield.Pce.Calling;

namespace Shield.Hosting.Settings.Rows;

/// <summary><c>Service:…</c>: where <c>shield run</c> takes findings from (docs/service.md).</summary>
internal static class ServiceRows
{
    public const string DefaultBookmark = "shield.export.json";

    public static readonly ValueSetting<Secret?> Token = SettingType.Secret("Service:Webhook:Token") with
    {
        Of = settings => settings.Service.Token,
        Meaning =
            "`POST /findings` with `Authorization: Bearer …`; at least 16 characters. Without it and without a secret the webhook is off",
    };

    public static readonly ValueSetting<Secret?> Secret = SettingType.Secret("Service:Webhook:Secret") with
    {
        Of = settings => settings.Service.Secret,
        Meaning =
            "The same with a signature by HMAC-SHA256 instead of the token; at least 16 characters ([service](service.md#the-webhook))",
    };

    public static readonly ValueSetting<TimeSpan> ReplayWindow = SettingType.Time(
        "Service:Webhook:ReplayWindow",
        TimeSpan.FromMinutes(5),
        least: TimeSpan.FromSeconds(1)
    ) with
    {
        Of = settings => settings.Service.ReplayWindow,
        Meaning = "How far the time of a signed request may be from now. Within it no signature counts twice",
    };

    public static readonly ValueSetting<int> MaxBytes = SettingType.Size("Service:Webhook:MaxBytes", 1 << 20, 1 << 10, 64 << 20) with
    {
        Bounds = "1KiB to 64MiB",
        Otherwise = "`1MiB`",
        Of = settings => settings.Service.MaxBytes,
        Meaning = "The largest body of a request; a larger one is answered with 413",
    };

    public static readonly ValueSetting<int> RequestsPerSecond = SettingType.Number(
        "Service:Webhook:RequestsPerSecond",
        500,
        1,
        100_000,
        unit: "requests a second"
    ) with
    {
        Of = settings => settings.Service.RequestsPerSecond,
        Meaning = "Of each client address; twice as many may come at once. More are answered with 429, and the sender keeps them",
    };

    public static readonly ListSetting<AddressRange> Proxies = SettingType.Ranges("Service:Proxies") with
    {
        IsReadOnce = true,
        Of = settings => settings.Service.Proxies,
        Meaning =
            "Addresses of reverse proxies that speak TLS to the outside. They may use `http` and must send `X-Forwarded-Proto: https`. "
            + "The client's address is then the last one of their `X-Forwarded-For`",
    };

    public static readonly ValueSetting<string?> Certificate = SettingType.Text("Service:Certificate") with
    {
        Type = "file",
        IsPath = true,
        IsReadOnce = true,
        Of = settings => settings.Service.Certificate,
        Meaning = "For `--urls https://…`: a PEM file with the certificate and those that vouch for it. Read again when it changes",
    };

    public static readonly ValueSetting<string?> CertificateKey = SettingType.Text("Service:CertificateKey") with
    {
        Type = "file",
        Otherwise = "in the same file",
        IsPath = true,
        IsReadOnce = true,
        Of = settings => settings.Service.CertificateKey,
        Meaning = "Its private key, a PEM file without a password",
    };

    public static readonly ValueSetting<string?> Folder = SettingType.Text("Service:Folder:Path") with
    {
        Type = "folder",
        IsPath = true,
        IsReadOnce = true,
        Of = settings => settings.Service.Folder,
        Meaning =
            "A folder that is watched: its files are recorded, then moved to `done/` or `failed/` in it ([service](service.md#a-folder))",
    };

    public static readonly ValueSetting<TimeSpan> FolderSettle = SettingType.Time("Service:Folder:Settle", TimeSpan.FromSeconds(5)) with
    {
        Of = settings => settings.Service.FolderSettle,
        Meaning = "A file is taken when its size and time have not changed for so long",
    };

    public static readonly ValueSetting<Uri?> Queue = SettingType.QueueUrl("Service:Queue:Url") with
    {
        IsReadOnce = true,
        Of = settings => settings.Service.Queue,
        Meaning =
            "A queue of SQS with findings in any envelope. A message is deleted once it is recorded. Region: `Ledger:Region`, or the SDK's",
    };

    public static readonly ValueSetting<Uri?> QueueDeadLetters = SettingType.QueueUrl("Service:Queue:DeadLetterUrl") with
    {
        IsReadOnce = true,
        Of = settings => settings.Service.QueueDeadLetters,
        Meaning = "Where a message goes in which something is no finding. Without it such a message stays, for the queue's redrive policy",
    };

    public static readonly ValueSetting<TimeSpan> QueueWait = SettingType.Time("Service:Queue:Wait", QueueClient.LongestWait) with
    {
        Of = settings => settings.Service.QueueWait,
        Meaning = "How long a request waits for the next message; SQS allows 20 s at most, and less means more requests",
    };

    public static readonly ValueSetting<string?> Export = SettingType.Text("Service:Export:Url") with
    {
        Type = "`s3://BUCKET/PREFIX`",
        IsReadOnce = true,
        Of = settings => settings.Service.Export,
        Meaning = "GuardDuty's export, or other objects of findings: new ones are recorded. Region: `Ledger:Region`, or the SDK's",
    };

    public static readonly ValueSetting<TimeSpan> ExportEvery = SettingType.Time(
        "Service:Export:Every",
        TimeSpan.FromMinutes(5),
        least: TimeSpan.FromSeconds(1)
    ) with
    {
        Of = settings => settings.Service.ExportEvery,
        Meaning = "How often it is looked for new objects; each look lists the whole prefix",
    };

    public static readonly ValueSetting<string?> ExportBookmark = SettingType.Text("Service:Export:Bookmark") with
    {
        Type = "file",
        Otherwise = $"`{DefaultBookmark}` beside the settings file",
        IsPath = true,
        IsReadOnce = true,
        Of = settings => settings.Service.ExportBookmark,
        Meaning =
            "Remembers what of the export is recorded. Without the file all of it is read again, which changes nothing and takes time",
    };

    public static readonly ValueSetting<Uri?> PublicUrl = SettingType.WebUrl("Service:PublicUrl", "https://shield.example.com") with
    {
        Otherwise = "none",
        Of = settings => settings.Service.PublicUrl,
        Meaning =
            "Where people reach `shield run` from outside, for links in notifications: `https://…`, or `http` on loopback; "
            + "at most 200 characters",
    };

    public static readonly ValueSetting<Secret?> LinkSecret = SettingType.Secret("Service:Links:Secret") with
    {
        Of = settings => settings.Service.LinkSecret,
        Meaning =
            "Signs the links by which a hold is approved or rejected; at least 32 characters. Whoever knows it can approve. "
            + "Without it, or without `Service:PublicUrl`, there are no links ([service](service.md#links-that-decide))",
    };

    public static readonly ValueSetting<TimeSpan> LinkLife = SettingType.Time(
        "Service:Links:Life",
        TimeSpan.FromHours(24),
        least: TimeSpan.FromMinutes(1)
    ) with
    {
        Of = settings => settings.Service.LinkLife,
        Meaning = "How long such a link counts after it was sent; never longer than the hold",
    };

    public static readonly ValueSetting<Secret?> FeedsToken = SettingType.Secret("Service:Feeds:Token") with
    {
        Of = settings => settings.Service.FeedsToken,
        Meaning =
            "`GET /feeds/inbound.txt` and the other lists with `Authorization: Bearer …`; at least 16 characters. Without it none are "
            + "served ([feeds](feeds.md#pulled-from-shield-run))",
    };

    public const string DefaultUsers = "shield.users.json";

    public static readonly ValueSetting<bool> ConsoleEnabled = SettingType.Flag("Service:Console:Enabled", true) with
    {
        IsReadOnce = true,
        Of = settings => settings.Service.ConsoleEnabled,
        Meaning =
            "The web console at `/` of `shield run` ([console](console.md)). Without users it shows itself to a browser on the same "
            + "machine only, and changes nothing",
    };

    public static readonly ValueSetting<string?> ConsoleUsers = SettingType.Text("Service:Console:Users") with
    {
        Type = "file",
        Otherwise = $"`{DefaultUsers}` beside the settings file",
        IsPath = true,
        IsReadOnce = true,
        Of = settings => settings.Service.ConsoleUsers,
        Meaning =
            "Who may sign in to the console, with hashed passwords: written by `shield console user add`, mode 0600. As soon as it names "
            + "somebody, everybody has to sign in",
    };

    public static readonly ValueSetting<TimeSpan> ConsoleIdle = SettingType.Time(
        "Service:Console:SessionIdle",
        TimeSpan.FromMinutes(30),
        least: TimeSpan.FromSeconds(1)
    ) with
    {
        IsReadOnce = true,
        Of = settings => settings.Service.ConsoleIdle,
        Meaning = "A session of the console ends when nobody acted or opened a page for so long",
    };

    public static readonly ValueSetting<TimeSpan> ConsoleLife = SettingType.Time(
        "Service:Console:SessionLife",
        TimeSpan.FromHours(10),
        least: TimeSpan.FromSeconds(1)
    ) with
    {
        IsReadOnce = true,
        Of = settings => settings.Service.ConsoleLife,
        Meaning = "A session of the console ends so long after the sign-in, whatever happens in it",
    };

    public static readonly ImmutableArray<Setting> All =
    [
        Token,
        Secret,
        ReplayWindow,
        MaxBytes,
        RequestsPerSecond,
        Proxies,
        Certificate,
        CertificateKey,
        Folder,
        FolderSettle,
        Queue,
        QueueDeadLetters,
        QueueWait,
        Export,
        ExportEvery,
        ExportBookmark,
        PublicUrl,
        LinkSecret,
        LinkLife,
        FeedsToken,
        ConsoleEnabled,
        ConsoleUsers,
        ConsoleIdle,
        ConsoleLife,
    ];
}
