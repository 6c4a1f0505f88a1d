using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Shield.PceSimulator.Http;

/// <summary>Who is asking: HTTP Basic with an API key and its secret (docs/pce.md#2-calls-and-keys).</summary>
internal sealed class Keys(SimulatorOptions options)
{
    private ImmutableArray<ApiUser> _users = [.. options.AllUsers];

    /// <summary>Deletes the key: from now on whoever uses it gets 401.</summary>
    public void Revoke(string key) => ImmutableInterlocked.Update(ref _users, users => users.RemoveAll(user => user.Key == key));

    /// <summary>Null: no key, a wrong key or a wrong secret, which the answer does not tell apart.</summary>
    public ApiUser? Find(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } header] || !header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var given = new byte[header.Length];
        return Convert.TryFromBase64String(header["Basic ".Length..].Trim(), given, out var length)
            ? _users.FirstOrDefault(user =>
                CryptographicOperations.FixedTimeEquals(given.AsSpan(0, length), Encoding.UTF8.GetBytes($"{user.Key}:{user.Secret}"))
            )
            : null;
    }
}
