using System.Collections.Immutable;
using Shield.Aws.Queues;
using Shield.Core.Indicators;
using Shield.Hosting.Settings.Rows;
using Shield.Pce.Calling;

namespace Shield.Hosting.Settings;

/// <summary><c>Service:…</c>, which only <c>shield run</c> uses.</summary>
public sealed record ServiceSettings
{
    public const string ExportScheme = "s3://";

    /// <summary>A shorter one can be guessed.</summary>
    private const int ShortestKey = 16;

    /// <summary>Whoever finds it out blocks whom he likes.</summary>
    private const int ShortestLinkSecret = 32;

    /// <summary>It stands in each link, and messages have a limit.</summary>
    private const int LongestPublicUrl = 200;

    /// <summary>Of the webhook; null where no bearer token counts.</summary>
    public Secret? Token { get; init; }

    /// <summary>Of the webhook; null where no signature counts.</summary>
    public Secret? Secret { get; init; }

    public TimeSpan ReplayWindow { get; init; } = ServiceRows.ReplayWindow.Standard;

    public int MaxBytes { get; init; } = ServiceRows.MaxBytes.Standard;

    public int RequestsPerSecond { get; init; } = ServiceRows.RequestsPerSecond.Standard;

    public ImmutableArray<AddressRange> Proxies { get; init; } = [];

    /// <summary>A PEM file; null where nothing is served by https.</summary>
    public string? Certificate { get; init; }

    /// <summary>A PEM file; null where the key is in <see cref="Certificate"/>.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>Null where none is watched.</summary>
    public string? Folder { get; init; }

    public TimeSpan FolderSettle { get; init; } = ServiceRows.FolderSettle.Standard;

    /// <summary>Null where none is read.</summary>
    public Uri? Queue { get; init; }

    /// <summary>Null where what is rejected stays in the queue.</summary>
    public Uri? QueueDeadLetters { get; init; }

    public TimeSpan QueueWait { get; init; } = ServiceRows.QueueWait.Standard;

    /// <summary><c>s3://BUCKET/PREFIX</c>; null where none is read.</summary>
    public string? Export { get; init; }

    public TimeSpan ExportEvery { get; init; } = ServiceRows.ExportEvery.Standard;

    /// <summary>The file that remembers how far the export is recorded.</summary>
    public string ExportBookmark { get; init; } = ServiceRows.DefaultBookmark;

    /// <summary>Where people reach <c>shield run</c>; null where nobody does.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Signs links that decide about holds; null where there are none.</summary>
    public Secret? LinkSecret { get; init; }

    public TimeSpan LinkLife { get; init; } = ServiceRows.LinkLife.Standard;

    /// <summary>Of whoever pulls lists; null where none are served.</summary>
    public Secret? FeedsToken { get; init; }

    /// <summary>Whether there is a web console.</summary>
    public bool ConsoleEnabled { get; init; } = ServiceRows.ConsoleEnabled.Standard;

    /// <summary>The file of those who may sign in to the console.</summary>
    public string ConsoleUsers { get; init; } = ServiceRows.DefaultUsers;

    public TimeSpan ConsoleIdle { get; init; } = ServiceRows.ConsoleIdle.Standard;

    public TimeSpan ConsoleLife { get; init; } = ServiceRows.ConsoleLife.Standard;

    /// <summary>Somebody may post findings.</summary>
    public bool HasWebhook => Token is not null || Secret is not null;

    /// <param name="reader">Of the layers.</param>
    /// <param name="folder">Where files lie that no layer names.</param>
    internal static ServiceSettings Read(SettingReader reader, string folder)
    {
        return new ServiceSettings
        {
            Token = ReadKey(ServiceRows.Token, ShortestKey),
            Secret = ReadKey(ServiceRows.Secret, ShortestKey),
            ReplayWindow = reader.Value(ServiceRows.ReplayWindow),
            MaxBytes = reader.Value(ServiceRows.MaxBytes),
            RequestsPerSecond = reader.Value(ServiceRows.RequestsPerSecond),
            Proxies = reader.List(ServiceRows.Proxies),
            Certificate = reader.Value(ServiceRows.Certificate),
            CertificateKey = reader.Value(ServiceRows.CertificateKey),
            Folder = reader.Value(ServiceRows.Folder),
            FolderSettle = reader.Value(ServiceRows.FolderSettle),
            Queue = reader.Value(ServiceRows.Queue),
            QueueDeadLetters = reader.Value(ServiceRows.QueueDeadLetters),
            QueueWait = ReadWait(),
            Export = ReadExport(),
            ExportEvery = reader.Value(ServiceRows.ExportEvery),
            ExportBookmark = reader.Value(ServiceRows.ExportBookmark) ?? Path.Combine(folder, ServiceRows.DefaultBookmark),
            PublicUrl = ReadPublicUrl(),
            LinkSecret = ReadKey(ServiceRows.LinkSecret, ShortestLinkSecret),
            LinkLife = reader.Value(ServiceRows.LinkLife),
            FeedsToken = ReadKey(ServiceRows.FeedsToken, ShortestKey),
            ConsoleEnabled = reader.Value(ServiceRows.ConsoleEnabled),
            ConsoleUsers = reader.Value(ServiceRows.ConsoleUsers) ?? Path.Combine(folder, ServiceRows.DefaultUsers),
            ConsoleIdle = reader.Value(ServiceRows.ConsoleIdle),
            ConsoleLife = reader.Value(ServiceRows.ConsoleLife),
        };

        TimeSpan ReadWait()
        {
            var wait = reader.Value(ServiceRows.QueueWait);
            if (wait > QueueClient.LongestWait)
            {
                reader.Fault(ServiceRows.QueueWait.Name, $"must be at most {Duration.ToText(QueueClient.LongestWait)}");
            }

            return wait;
        }

        string? ReadExport()
        {
            var export = reader.Value(ServiceRows.Export);
            if (export is not null && (!export.StartsWith(ExportScheme, StringComparison.Ordinal) || export.Length == ExportScheme.Length))
            {
                reader.Fault(ServiceRows.Export.Name, "must be s3://BUCKET or s3://BUCKET/PREFIX");
            }

            return export;
        }

        Uri? ReadPublicUrl()
        {
            var url = reader.Value(ServiceRows.PublicUrl);
            if (
                url is not null
                && (
                    (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
                    || url.Query is not ""
                    || url.Fragment is not ""
                    || url.AbsoluteUri.Length > LongestPublicUrl
                )
            )
            {
                reader.Fault(
                    ServiceRows.PublicUrl.Name,
                    $"must be https://…, http on loopback only, without ? and #, at most {LongestPublicUrl} characters"
                );
            }

            return url;
        }

        Secret? ReadKey(ValueSetting<Secret?> setting, int shortest)
        {
            var key = reader.Value(setting);
            if (key?.Reveal().Length < shortest)
            {
                reader.Fault(setting.Name, $"must have at least {shortest} characters; openssl rand -hex 32 makes one");
            }

            return key;
        }
    }
}
