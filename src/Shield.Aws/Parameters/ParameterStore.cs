using System.Collections.Immutable;
using System.Globalization;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace Shield.Aws.Parameters;

/// <summary>Parameters of AWS Systems Manager, decrypted. What is read here is in no message: a parameter may be a secret.</summary>
public sealed class ParameterStore : IDisposable
{
    /// <summary>Of one request, by GetParameters' own page.</summary>
    private const int MostNames = 10;

    private const string SecretReference = "/aws/reference/secretsmanager/";

    private readonly AmazonSimpleSystemsManagementClient _client;

    private ParameterStore(AmazonSimpleSystemsManagementClient client) => _client = client;

    /// <param name="region">Null for the one that AWS's SDK finds for itself.</param>
    /// <exception cref="AwsException">It finds no region.</exception>
    public static ParameterStore Connect(string? region) =>
        AwsCall.Connect(
            "Parameter Store",
            () =>
                new ParameterStore(
                    new AmazonSimpleSystemsManagementClient(new AmazonSimpleSystemsManagementConfig().Patiently(region, AwsCall.Longest))
                )
        );

    /// <summary>One request. A name may be that of a secret in Secrets Manager: <c>/aws/reference/secretsmanager/SECRET</c>.</summary>
    /// <param name="names">1 to 10.</param>
    /// <returns>Those that are there, by the name that was asked for.</returns>
    /// <exception cref="AwsException">Refused, throttled for long, or not reached. One name that may not be read refuses all of
    /// them.</exception>
    public async Task<ImmutableDictionary<string, StoredParameter>> ReadAsync(
        IReadOnlyCollection<string> names,
        CancellationToken cancellationToken
    )
    {
        var parameters = await AskAsync(names, cancellationToken);
        return (
            from name in names
            let found = parameters.FirstOrDefault(parameter => SpellingsOf(parameter).Contains(name))
            where found is not null
            select KeyValuePair.Create(name, new StoredParameter(found.Value, found.Version ?? 0))
        ).ToImmutableDictionary();
    }

    /// <summary>
    /// What a parameter held before, the newest first, by one request. Parameter Store keeps 100 versions
    /// (https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html).
    /// </summary>
    /// <param name="before">Its version now.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>At most ten; fewer where there were fewer, or where older ones are gone.</returns>
    /// <exception cref="AwsException">Refused, throttled for long, or not reached.</exception>
    public async Task<ImmutableArray<StoredParameter>> ReadEarlierAsync(string name, long before, CancellationToken cancellationToken)
    {
        var names = Enumerable
            .Range(1, MostNames)
            .Select(back => before - back)
            .Where(version => version > 0)
            .Select(version => string.Create(CultureInfo.InvariantCulture, $"{name}:{version}"))
            .ToList();
        // Whether an answer repeats the version that was asked for beside the name is AWS's to say; what it is a version of, we know.
        return names is []
            ? []
            :
            [
                .. (await AskAsync(names, cancellationToken))
                    .Select(parameter => new StoredParameter(parameter.Value, parameter.Version ?? 0))
                    .OrderByDescending(parameter => parameter.Version),
            ];
    }

    private async Task<List<Parameter>> AskAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(names.Count, MostNames);
        var request = new GetParametersRequest { Names = [.. names], WithDecryption = true };
        var subject = names.Count is 1
            ? $"Parameter Store's parameter {names.First()}"
            : $"One of Parameter Store's parameters {string.Join(", ", names)}";
        var answer = await AwsCall.AskAsync(subject, () => _client.GetParametersAsync(request, cancellationToken), cancellationToken);
        return answer.Parameters ?? [];
    }

    /// <summary>By which it can have been asked for. That a secret answers with the whole of its reference is written nowhere.</summary>
    private static IEnumerable<string> SpellingsOf(Parameter parameter) =>
        new[] { parameter.Name, parameter.ARN, SecretReference + parameter.Name }.Select(spelling => spelling + parameter.Selector);

    public void Dispose() => _client.Dispose();
}
