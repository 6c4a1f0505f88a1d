using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Shield.Tests.Deploy;

/// <summary>What AWS's SDK has no package for here: CloudFormation, and Parameter Store beside it, asked on the wire.</summary>
internal sealed class MotoAws(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address };

    public async Task<XElement> CloudFormationAsync(string action, params (string Key, string Value)[] parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new FormUrlEncodedContent([
                new("Action", action),
                new("Version", "2010-05-15"),
                .. parameters.Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value)),
            ]),
        };
        return XElement.Parse(await AnswerAsync(request, "cloudformation", "eu-west-1"));
    }

    public async Task<JsonNode> DynamoDbAsync(string action, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0"),
        };
        request.Headers.Add("X-Amz-Target", $"DynamoDB_20120810.{action}");
        return JsonNode.Parse(await AnswerAsync(request, "dynamodb", "eu-west-1"))!;
    }

    public async Task<byte[]> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await BytesAsync(request, "s3", "us-east-1");
    }

    /// <returns>Value and type; null where there is none.</returns>
    public async Task<(string Value, string Type)?> ParameterAsync(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(
                new JsonObject { ["Names"] = new JsonArray(name), ["WithDecryption"] = true }.ToJsonString(),
                Encoding.UTF8,
                "application/x-amz-json-1.1"
            ),
        };
        request.Headers.Add("X-Amz-Target", "AmazonSSM.GetParameters");
        var parameters = JsonNode.Parse(await AnswerAsync(request, "ssm", "eu-west-1"))!["Parameters"]!.AsArray();
        return parameters is [{ } only] ? (only["Value"]!.GetValue<string>(), only["Type"]!.GetValue<string>()) : null;
    }

    /// <summary>A bucket or an object, where a bucket may be made twice.</summary>
    public async Task PutAsync(string path, byte[] content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new ByteArrayContent(content) };
        await AnswerAsync(request, "s3", "us-east-1");
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> AnswerAsync(HttpRequestMessage request, string service, string region) =>
        Encoding.UTF8.GetString(await BytesAsync(request, service, region));

    /// <summary>moto checks no signature, and reads from one which service is meant.</summary>
    private async Task<byte[]> BytesAsync(HttpRequestMessage request, string service, string region)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "AWS4-HMAC-SHA256",
            $"Credential=test/20261124/{region}/{service}/aws4_request, SignedHeaders=host, Signature=none"
        );
        using var answer = await _http.SendAsync(request);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode
            ? bytes
            : throw new InvalidOperationException($"{service}: {(int)answer.StatusCode} {Encoding.UTF8.GetString(bytes)}");
    }
}
