import java.util.Properties
import org.gradle.api.GradleException
import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    id("com.android.application")
    id("org.jetbrains.kotlin.android")
    id("rust")
}

val tauriProperties = Properties().apply {
    val propFile = file("tauri.properties")
    if (propFile.exists()) {
        propFile.inputStream().use { load(it) }
    }
}

// The key that signs a release: `keystore.properties` beside this project (git ignores it), or the environment
// of a build server. Without one a release stays unsigned; debug builds have Android's debug key.
val keystore = Properties().apply {
    val file = rootProject.file("keystore.properties")
    if (file.exists()) {
        file.inputStream().use { load(it) }
    }
}

fun signing(property: String, variable: String): String? =
    keystore.getProperty(property) ?: providers.environmentVariable(variable).orNull

fun required(property: String, variable: String): String =
    signing(property, variable)
        ?: throw GradleException("signing: `$property` is missing in keystore.properties, or set $variable")

// A campus's own build (`cargo xtask brand`): its application id, and a folder with its `res/` (names, icons),
// which lies over ours. The namespace stays: it is the package of the code.
val brandId: String? = providers.environmentVariable("MENHU_ANDROID_ID").orNull
val brandRes: String? = providers.environmentVariable("MENHU_ANDROID_RES").orNull

android {
    compileSdk = 37
    namespace = "cn.menhu.app"
    defaultConfig {
        applicationId = brandId ?: "cn.menhu.app"
        minSdk = 24
        targetSdk = 37
        versionCode = tauriProperties.getProperty("tauri.android.versionCode", "1").toInt()
        versionName = tauriProperties.getProperty("tauri.android.versionName", "1.0")
    }
    signingConfigs {
        signing("storeFile", "MENHU_ANDROID_KEYSTORE")?.let { store ->
            create("release") {
                storeFile = rootProject.file(store)
                storePassword = required("password", "MENHU_ANDROID_KEYSTORE_PASSWORD")
                keyAlias = required("keyAlias", "MENHU_ANDROID_KEY_ALIAS")
                keyPassword = signing("keyPassword", "MENHU_ANDROID_KEY_PASSWORD") ?: storePassword
            }
        }
    }
    brandRes?.let { folder ->
        // A build type lies over `main`; two folders of one source set may not name the same thing.
        sourceSets.getByName("debug").res.srcDir(folder)
        sourceSets.getByName("release").res.srcDir(folder)
    }
    buildTypes {
        getByName("debug") {
            isDebuggable = true
            isJniDebuggable = true
            isMinifyEnabled = false
            packaging {
                jniLibs.keepDebugSymbols.add("*/arm64-v8a/*.so")
                jniLibs.keepDebugSymbols.add("*/armeabi-v7a/*.so")
                jniLibs.keepDebugSymbols.add("*/x86/*.so")
                jniLibs.keepDebugSymbols.add("*/x86_64/*.so")
            }
        }
        getByName("release") {
            signingConfig = signingConfigs.findByName("release")
            optimization {
               enable = true
            }
            proguardFiles(
                *fileTree(".") {
                  include("**/*.pro")
                  exclude("build/**")
                }.files.toTypedArray()
            )
        }
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }
    buildFeatures {
        buildConfig = true
    }
}

kotlin {
    compilerOptions {
        jvmTarget = JvmTarget.JVM_1_8
    }
}

rust {
    rootDirRel = "../../../"
}

dependencies {
    implementation("androidx.webkit:webkit:1.14.0")
    implementation("androidx.appcompat:appcompat:1.7.1")
    implementation("androidx.activity:activity-ktx:1.10.1")
    implementation("com.google.android.material:material:1.12.0")
    implementation("androidx.lifecycle:lifecycle-process:2.10.0")
    // The scanner plugin brings Google's decoder without its model, which Play services would have to fetch: on
    // a phone without them it never answers. This one is the model; with it in the APK the decoder looks no
    // further. The plugin's artefact has to stay, the classes both of them use are in it.
    implementation("com.google.mlkit:barcode-scanning:17.3.0")
    // The camera of a running scan, for its lamp (TorchPlugin.kt); the version the scanner plugin has.
    implementation("androidx.camera:camera-core:1.5.1")
}

apply(from = file("tauri.build.gradle.kts"))
