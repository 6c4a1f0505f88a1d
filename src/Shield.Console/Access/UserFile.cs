using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Shield.Hosting;

namespace Shield.Console.Access;

/// <summary>Somebody who may sign in.</summary>
/// <param name="Hash">Of the password: PBKDF2 by <see cref="PasswordHasher{TUser}"/>.</param>
/// <param name="Stamp">Drawn anew with every password: sessions of an earlier one end.</param>
internal sealed record ConsoleUser(string Name, string Role, string Hash, string Stamp);

/// <summary>
/// The local users of the console: a file that only its owner may read. It is read again whenever it has changed, so that somebody who was
/// removed is out at once.
/// </summary>
public sealed class UserFile(string path)
{
    public const int ShortestPassword = 12;

    private const int LongestName = 100;

    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly PasswordHasher<string> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));

    /// <summary>For a name that nobody has: the answer takes as long as for one that somebody has.</summary>
    private static readonly Lazy<string> NobodysHash = new(() => Hasher.HashPassword("", RandomNumberGenerator.GetHexString(32)));

    private readonly Lock _gate = new();
    private (DateTime WrittenAt, long Length)? _seen;
    private ImmutableArray<ConsoleUser> _users = [];

    public string Path => path;

    /// <summary>Name and role of each, by name.</summary>
    public ImmutableArray<(string Name, string Role)> List() => [.. Read().Select(user => (user.Name, user.Role))];

    /// <returns>Why it cannot be; null where it was added, or has the new password and role now.</returns>
    public string? Add(string name, string role, string password)
    {
        if (name.Length is 0 or > LongestName || name.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter)))
        {
            return $"a name has 1 to {LongestName} characters and no space";
        }

        if (RoleWords.Parse(role) is null)
        {
            return $"a role is one of viewer, operator, admin, not '{role}'";
        }

        if (password.Length < ShortestPassword)
        {
            return $"a password has at least {ShortestPassword} characters";
        }

        var user = new ConsoleUser(name, role, Hasher.HashPassword(name, password), RandomNumberGenerator.GetHexString(16));
        Write([.. Read().Where(other => other.Name != name), user]);
        return null;
    }

    /// <returns>Whether there was one of that name.</returns>
    public bool Remove(string name)
    {
        var users = Read();
        Write([.. users.Where(user => user.Name != name)]);
        return users.Any(user => user.Name == name);
    }

    internal ConsoleUser? Find(string name) => Read().FirstOrDefault(user => user.Name == name);

    /// <returns>Null where name or password is wrong; it does not say which, nor by how long it takes.</returns>
    internal ConsoleUser? Check(string name, string password)
    {
        var user = Find(name);
        var verified = Hasher.VerifyHashedPassword(name, user?.Hash ?? NobodysHash.Value, password);
        return verified is PasswordVerificationResult.Failed ? null : user;
    }

    /// <exception cref="InvalidDataException">It is no such file, or others may read it.</exception>
    internal ImmutableArray<ConsoleUser> Read()
    {
        lock (_gate)
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                (_seen, _users) = (null, []);
            }
            else if (_seen != (file.LastWriteTimeUtc, file.Length))
            {
                if (!OperatingSystem.IsWindows() && (file.UnixFileMode & ~OwnerAlone) is not UnixFileMode.None)
                {
                    throw new InvalidDataException($"{path}: others may read it; chmod 600 {path}");
                }

                _users = Parse(File.ReadAllBytes(path));
                _seen = (file.LastWriteTimeUtc, file.Length);
            }

            return _users;
        }
    }

    private ImmutableArray<ConsoleUser> Parse(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, UserJson.Default.ImmutableArrayConsoleUser) is { IsDefault: false } users ? users : [];
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"{path}: is no file of users: {wrong.Message}", wrong);
        }
    }

    private void Write(ImmutableArray<ConsoleUser> users) =>
        ReplacedFile.Write(
            path,
            JsonSerializer.SerializeToUtf8Bytes(
                [.. users.OrderBy(user => user.Name, StringComparer.Ordinal)],
                UserJson.Default.ImmutableArrayConsoleUser
            ),
            OwnerAlone
        );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImmutableArray<ConsoleUser>))]
internal sealed partial class UserJson : JsonSerializerContext;
