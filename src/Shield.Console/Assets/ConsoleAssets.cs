using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Shield.Console.Assets;

/// <summary>
/// Scripts and style sheets, out of this assembly: nothing lies beside the program, and nothing is fetched from elsewhere. The address of
/// each names what is in it, so that a browser keeps it until the program changes.
/// </summary>
internal static class ConsoleAssets
{
    public const string Route = "/assets/{**name}";

    private const string Prefix = "assets/";

    /// <summary>A year: what is in it never changes under its address.</summary>
    private const string Forever = "public, max-age=31536000, immutable";

    private static readonly FrozenDictionary<string, Asset> All = typeof(ConsoleAssets)
        .Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(Read)
        .ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);

    /// <summary>The address of one: <c>Layout/console.css</c> is where it lies in this project.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static string Of(string name) =>
        All.TryGetValue(name, out var asset)
            ? $"/{Prefix}{asset.Name}?v={asset.Print}"
            : throw new ArgumentException($"There is no asset '{name}' in Shield.Console.", nameof(name));

    public static Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (!All.TryGetValue(request.RouteValues["name"] as string ?? "", out var asset))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var tag = $"\"{asset.Print}\"";
        response.Headers.ETag = tag;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.CacheControl = request.Query["v"] == asset.Print ? Forever : "no-cache";
        if (request.Headers.IfNoneMatch == tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = asset.ContentType;
        var isZipped = request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        var bytes = isZipped ? asset.Zipped.Value : asset.Bytes;
        if (isZipped)
        {
            response.Headers.ContentEncoding = "gzip";
        }

        response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static Asset Read(string resource)
    {
        using var stream = typeof(ConsoleAssets).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new Asset(resource[Prefix.Length..].Replace('\\', '/'), bytes);
    }

    private sealed record Asset(string Name, byte[] Bytes)
    {
        /// <summary>Of what is in it.</summary>
        public string Print { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes))[..16];

        public Lazy<byte[]> Zipped { get; } = new(() => Zip(Bytes));

        public string ContentType =>
            Path.GetExtension(Name) switch
            {
                ".css" => "text/css; charset=utf-8",
                ".js" => "text/javascript; charset=utf-8",
                ".svg" => "image/svg+xml",
                var other => throw new InvalidOperationException($"No content type is known for '{other}'."),
            };

        private static byte[] Zip(byte[] bytes)
        {
            using var zipped = new MemoryStream();
            using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
            {
                gzip.Write(bytes);
            }

            return zipped.ToArray();
        }
    }
}
